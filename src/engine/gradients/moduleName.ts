/**
 * The module that a parameter belongs to: without wrappers (DDP, torch.compile, FSDP, PEFT) and the parameter's own name. What an adapter
 * adds counts for the module that it adapts. A parameter outside of any module stands for itself.
 */
export function moduleOf(parameter: string): string {
  const plain = parameter.replace(wrappers, '').replace(/(^|\.)(?:base_layer|original_module|modules_to_save\.\w+|_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)(?=\.)/g, '').replace(/^\./, '');
  const adapted = plain.replace(ofAdapter, '');
  return adapted !== plain ? adapted : plain.replace(/\.(?:(?:weight|bias|kernel|gamma|beta|scale|embedding)\w*|\w+_(?:weight|bias))$/, '');
}

/** Whether a parameter was added by an adapter. */
export function isOfAdapter(parameter: string): boolean {
  return ofAdapter.test(parameter);
}

const ofAdapter = /\.lora_(?:(?:embedding_)?[AB]|magnitude_vector)(?:\.\w+)*$|\.lora_(?:down|up)\.weight$/;
const wrappers = /^(?:(?:module|_orig_mod|_fsdp_wrapped_module|base_model\.model)\.)+/;
