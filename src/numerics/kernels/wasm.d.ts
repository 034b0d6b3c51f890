/** Bytes of a module that the build compiles from the AssemblyScript source of the same name. */
declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export { bytes as default };
}
