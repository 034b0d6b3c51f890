/**
 * The name of a weight matrix without what wrappers put before it (PEFT, DDP, torch.compile, the model's own outermost modules) and
 * without `.weight` behind it: "h.0.attn.c_attn.BA". Names that differ only in their wrappers are one matrix.
 */
export function shortModuleName(name: string): string {
  let short = name.replace(/[./]weight$/, '');
  for (let longer = ''; longer !== short;) {
    longer = short;
    short = short.replace(wrapper, '');
  }
  return short === '' ? name : short;
}

const wrapper = /^(?:_orig_mod|module|base_model|model|transformer|_fsdp_wrapped_module|_forward_module|language_model|backbone)\.(?=.)/;
