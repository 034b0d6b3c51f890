/** The number type of a dtype (`bfloat16`) or of a storage class (`BFloat16Storage`) of PyTorch; its own name where it is unknown. */
export function torchType(name: string): string {
  return types.get(name) ?? name;
}

/** What stands in an untyped storage: bytes. */
export const untyped = '';

const types: ReadonlyMap<string, string> = new Map([
  ['float64', 'F64'], ['float32', 'F32'], ['float16', 'F16'], ['bfloat16', 'BF16'],
  ['double', 'F64'], ['float', 'F32'], ['half', 'F16'],
  ['float8_e4m3fn', 'F8_E4M3'], ['float8_e5m2', 'F8_E5M2'], ['float8_e4m3fnuz', 'F8_E4M3FNUZ'],
  ['float8_e5m2fnuz', 'F8_E5M2FNUZ'], ['float8_e8m0fnu', 'F8_E8M0'], ['float4_e2m1fn_x2', 'F4'],
  ['int64', 'I64'], ['int32', 'I32'], ['int16', 'I16'], ['int8', 'I8'],
  ['uint64', 'U64'], ['uint32', 'U32'], ['uint16', 'U16'], ['uint8', 'U8'], ['bool', 'BOOL'],
  ['complex32', 'C32'], ['complex64', 'C64'], ['complex128', 'C128'],
  ['DoubleStorage', 'F64'], ['FloatStorage', 'F32'], ['HalfStorage', 'F16'], ['BFloat16Storage', 'BF16'],
  ['LongStorage', 'I64'], ['IntStorage', 'I32'], ['ShortStorage', 'I16'], ['CharStorage', 'I8'],
  ['ByteStorage', 'U8'], ['BoolStorage', 'BOOL'], ['ComplexFloatStorage', 'C64'], ['ComplexDoubleStorage', 'C128'],
  ['UntypedStorage', untyped],
]);
