const NAME = 'kith-room-sound'

/** Whether somebody wants to hear the bell on this device; off until she says so. */
export const wantsSound = (): boolean => {
  try {
    return localStorage.getItem(NAME) === 'on'
  } catch {
    return false
  }
}

export const wantSound = (isOn: boolean): void => {
  try {
    if (isOn) localStorage.setItem(NAME, 'on')
    else localStorage.removeItem(NAME)
  } catch {
    // A browser that keeps nothing: it is as it was at the next visit.
  }
}

/** A soft tone of less than a second, made here and fetched from nowhere; a short shake where a device can. */
export const soundSoftly = (): void => {
  navigator.vibrate?.(120)
  const context = new AudioContext()
  const tone = context.createOscillator()
  const loudness = context.createGain()
  tone.frequency.value = 392
  loudness.gain.setValueAtTime(0.0001, context.currentTime)
  loudness.gain.exponentialRampToValueAtTime(0.08, context.currentTime + 0.08)
  loudness.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + 0.8)
  tone.connect(loudness).connect(context.destination)
  tone.start()
  tone.stop(context.currentTime + 0.9)
  tone.onended = () => void context.close()
}
