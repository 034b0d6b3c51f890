import type { Failure } from './failure';
import { latin1Text } from './pickle/pickleBytes';

/** Says why a file is no checkpoint that can be read, as well as its first bytes tell. */
export function foreignFile(path: string, head: Uint8Array): Failure {
  if (head.length === 0) return { error: 'The file is empty: it is about to be written, or writing it failed; wait, or save it again.' };
  const text = latin1Text(head.subarray(0, 512));
  const pointer = pointerFailure(head);
  if (pointer) return pointer;
  if (/^\s*<(!doctype|html)/i.test(text)) return { error: 'The file is a web page, not a checkpoint: the download failed; download it again.' };
  if (text.slice(257, 262) === 'ustar') return { error: 'The file is a tar archive, as PyTorch wrote before version 0.1.10; load it there and save it again.' };
  if (text.startsWith('\x1f\x8b')) return { error: 'The file is compressed with gzip; unpack it first.' };
  if (/\.(pt|pth|bin|ckpt)$/.test(path)) return { error: 'The file is not a PyTorch checkpoint: it begins neither as the zip archive nor as the pickle that torch.save writes; save or copy it again.' };
  return { error: 'The file is no kind of checkpoint that Plateau reads; save the weights as safetensors.' };
}

/** What Git LFS leaves in place of a file that was not fetched. */
export function pointerFailure(head: Uint8Array): Failure | undefined {
  if (!latin1Text(head.subarray(0, 64)).startsWith('version https://git-lfs.github.com/spec/')) return undefined;
  return { error: 'The file is only a pointer of Git LFS; fetch its content with "git lfs pull".' };
}
