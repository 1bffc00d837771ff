declare module 'autocannon' {
  type Request = { path: string; headers?: Record<string, string> }
  type Options = { url: string; connections: number; amount: number; requests: Request[] }
  type Run = Promise<{ errors: number; non2xx: number }> & {
    on(
      event: 'response',
      heard: (client: unknown, status: number, bytes: number, milliseconds: number) => void,
    ): void
  }
  const autocannon: (options: Options) => Run
  export default autocannon
}
