import { onChange } from '../house.client.ts'
import { type Device, readDevice, type Who } from './device.client.ts'

/** Tells what she said of this browser, now and whenever she says something else. @returns what ends it. */
export const watchDevice = (who: Who, tell: (device: Device) => void): (() => void) => {
  const read = () => void readDevice(who).then(tell, () => undefined)
  read()
  return onChange(read)
}
