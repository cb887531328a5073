/** A call as it is about to go out. */
export interface OutgoingCall {
  method: string
  /** Absolute; path and query as in the request line, byte for byte. */
  url: string
  /** Names and values in turn. */
  headers: readonly string[]
  /** Absent: there is none, or it is not among what the signer {@link CallSigner.covers}. */
  body?: Uint8Array | undefined
}

/** Signs calls, each for itself. */
export interface CallSigner {
  /** What is signed beside method, URL and headers: forms only, or any body. Such a body is held until it is whole. */
  covers: 'forms' | 'bodies'
  /**
   * A pure function of the call, the time and the nonce.
   *
   * @param moment `nonce`: where the scheme has one @default random
   * @returns headers, in lower case; they replace those of the same name
   */
  sign: (
    call: OutgoingCall,
    moment: { now: Date; nonce?: string },
  ) => Promise<readonly (readonly [name: string, value: string])[]>
}
