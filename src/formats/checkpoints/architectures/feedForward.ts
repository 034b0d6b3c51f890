import type { Part } from './moduleName';
import type { RoleRule } from './roleRule';

/** Names that mean a feed-forward layer only inside of a block. */
const inBlocks: readonly Part[] = ['feedForward', 'block'];
const inside: readonly Part[] = ['feedForward'];

/** Linear layers of feed-forward networks, of experts too: the same families as for attention. */
export const feedForwardRules: readonly RoleRule[] = [
  { role: 'other', names: 'gate router router.layer ffn_gate_inp shared_expert_gate ffn_gate_inp_shexp', within: inBlocks },
  { role: 'ffn.gateUp', names: 'gate_up_proj gate_up wi_fused w12 w13' },
  // Qwen 1: c_proj(w1(x) · silu(w2(x))).
  { role: 'ffn.up', names: 'w1', within: inside, beside: 'c_proj' },
  { role: 'ffn.gate', names: 'w2', within: inside, beside: 'c_proj' },
  { role: 'ffn.gate', names: 'w1', within: inBlocks, beside: 'w3' },
  { role: 'ffn.up', names: 'w1', within: inBlocks },
  { role: 'ffn.up', names: 'w3', within: inBlocks },
  { role: 'ffn.down', names: 'w2', within: inBlocks },
  { role: 'ffn.gate', names: 'gate_proj ffn_gate ffn_gate_exps ffn_gate_shexp w_gate wi_0' },
  { role: 'ffn.up', names: 'up_proj ffn_up ffn_up_exps ffn_up_shexp c_fc dense_h_to_4h linear_fc1 fc_in wi wi_1 ff_proj intermediate.dense' },
  // diffusers: net.2(gelu(net.0.proj(x))).
  { role: 'ffn.up', names: 'net.proj', within: inside },
  // LitGPT: proj(silu(fc_1(x)) · fc_2(x)).
  { role: 'ffn.gate', names: 'fc_1', within: inside, beside: 'fc_2' },
  { role: 'ffn.up', names: 'fc1 lin1 linear1 w_in up dense_in intermediate pwconv1 ffn', within: inBlocks },
  { role: 'ffn.up', names: 'fc fc_2 linear_1 layer_1 dense1 intermediate_dense input_linear key', within: inside },
  { role: 'ffn.down', names: 'down_proj ffn_down ffn_down_exps ffn_down_shexp dense_4h_to_h linear_fc2 fc_out ff_out' },
  { role: 'ffn.down', names: 'fc2 lin2 linear2 w_out down dense_out output.dense wo pwconv2 ffn_output', within: inBlocks },
  { role: 'ffn.down', names: 'c_proj proj linear_2 layer_2 dense2 output_dense output_linear value', within: inside },
];
