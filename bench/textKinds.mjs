// The lines of each kind of text log, made up after real ones: what the i-th record of a log looks like.

const loss = (i) => (3 + 8 / Math.sqrt(i + 1)).toFixed(4);
const share = (i) => `0.${1000 + (i % 8000)}`;
const padded = (number, width, filling = ' ') => String(number).padStart(width, filling);
const clock = (i) => `2025-12-17 ${padded(i % 24, 2, '0')}:${padded(i % 60, 2, '0')}:26,708`;
/** As tqdm draws it: blocks of eighths. */
const gauge = (done) => `${'█'.repeat(done)}${' ▏▎▍▌▋▊▉'[done % 8]}`.padEnd(10);

export const kinds = {
  'nanoGPT': (i) => `iter ${i}: loss ${loss(i)}, time ${(1400 + (i % 97)).toFixed(2)}ms, mfu ${(14 + (i % 7) / 10).toFixed(2)}%`,
  'build-nanogpt': (i) => `${i} ${i % 250 === 0 ? 'val' : 'train'} ${(3 + 8 / Math.sqrt(i + 1)).toFixed(6)}`,
  'llm.c main.log': (i) => `s:${i} trl:${loss(i)} lr:0.000400 norm:${(1 + (i % 13) / 10).toFixed(2)}`,
  'llm.c stdout': (i) => `step ${padded(i, 6)}/9999999 | loss ${loss(i)} (${Math.sin(i).toFixed(2)}z)| norm ${(1 + (i % 13) / 10).toFixed(4)} (${Math.cos(i).toFixed(2)}z)| lr 6.00e-04 | 300.25 ms | 40.0% bf16 MFU | ${170000 + (i % 999)} tok/s`,
  'modded-nanogpt': (i) => `step:${i}/9999999 train_loss:${loss(i)} train_time:${i * 216}ms step_avg:216.33ms`,
  'nanochat': (i) => `step ${padded(i, 6, '0')}/9999999 (${(i / 99999).toFixed(2)}%) | loss: ${loss(i)} | lrm: 1.00 | dt: 300.25ms | tok/sec: 1,${100 + (i % 800)},000 | mfu: 48.2 | total time: ${(i / 100).toFixed(2)}m`,
  'Megatron-LM': (i) => ` [2025-08-01 09:${10 + (i % 50)}:44] iteration ${padded(i, 8)}/ 9999999 | consumed samples: ${padded(i * 128, 12)} | elapsed time per iteration (ms): 33186.0 | learning rate: 6.976744E-08 | global batch size:   128 | lm loss: ${Number(loss(i)).toExponential(6)} | loss scale: 1.0 | grad norm: 35.543 | num zeros: 1299.0 | number of skipped iterations:   0 | number of nan iterations:   0 |`,
  'torchtitan': (i) => `[rank0]:[titan] 2025-12-17 01:18:26,708 - root - INFO - \u001b[31mstep: ${i}  \u001b[32mloss: ${loss(i)}  \u001b[38;2;180;60;0mgrad_norm:  8.2782  \u001b[34mmemory: 87.87GiB(62.89%)  tps: 3,502  tflops: 47.71  mfu: 4.82%\u001b[39m`,
  'nanotron': (i) => `2025-12-17T01:18:26.708 [INFO|DP=0|PP=0|TP=0]: iteration: ${i} / 9999999 | consumed_tokens: ${(2.56 + (i % 100) / 100).toFixed(2)}K | time_per_iteration_ms: 305 | grad_norm: 1.25 | lm_loss: ${loss(i)} | lr: 0.00015`,
  'HF dictionaries': (i) => `{'loss': ${loss(i)}, 'grad_norm': 3.4, 'learning_rate': 5.77e-07, 'epoch': ${(i / 1000).toFixed(3)}}`,
  'HF, beside bars': (i) => `${padded(i % 100, 3)}%|${gauge(Math.floor((i % 100) / 10))}| ${i}/9999999 [${padded(i % 60, 2, '0')}:07<8:${10 + (i % 50)}:22,  ${(3 + (i % 9) / 10).toFixed(2)}it/s]\r{'loss': ${loss(i)}, 'grad_norm': 3.4, 'learning_rate': 5.77e-07, 'epoch': ${(i / 1000).toFixed(3)}}`,
  'mmengine': (i) => `2025/12/17 01:18:26 - mmengine - INFO - Iter(train) [${padded(i, 6)}/9999999]  lr: 1.0000e-02  eta: 4:59:11  time: 0.3${100 + (i % 800)}  data_time: 0.0123  memory: 5000  loss: ${loss(i)}  decode.loss_ce: ${loss(i)}`,
  'fairseq': (i) => `2025-12-17 01:18:26 | INFO | train_inner | {"epoch": 1, "update": ${(i / 1000).toFixed(3)}, "loss": "${loss(i)}", "ppl": "12.25", "wps": "3000.1", "ups": "1.2", "num_updates": "${i}", "lr": "0.0001", "gnorm": "1.25", "wall": "${i}"}`,
  'open_lm': (i) => `2025-12-17,01:18:26 | INFO | Train Epoch: ${Math.floor(i / 1000)} [ ${padded((i % 1000) * 512, 8)}/512000 (${Math.floor((i % 1000) / 10)}%)] Loss: ${loss(i)} Data (t): 0.0${10 + (i % 80)} Batch (t): 1.2${10 + (i % 80)}, 345.6/s, 43.2/s/gpu LR: 0.000300 Logit Scale: 14.286`,
  'MNIST example': (i) => `Train Epoch: ${Math.floor(i / 1000)} [${(i % 1000) * 64}/64000 (${Math.floor((i % 1000) / 10)}%)]\tLoss: ${loss(i)}`,
  'Keras, a line each': (i) => `Epoch ${i}/9999999\n100/100 - 1s - loss: ${loss(i)} - accuracy: ${share(i)} - val_loss: ${loss(i)} - 1s/epoch - 10ms/step`,
  'Keras 2, bars': (i) => (i % 40 === 0
    ? `100/100 [==============================] - 3s 8ms/step - loss: ${loss(i)} - acc: ${share(i)} - val_loss: ${loss(i)}\nEpoch ${1 + i / 40}/9999999`
    : `${padded(Math.floor((i % 40) * 2.5), 3)}/100 [${`${'='.repeat(Math.floor((i % 40) * 0.75))}>`.padEnd(30, '.')}] - ETA: ${40 - (i % 40)}s - loss: ${loss(i)} - acc: ${share(i)}`),
  'Keras 3, bars': (i) => `${i % 40 === 0 ? `Epoch ${1 + i / 40}/9999999\n` : ''}\u001b[1m${padded(Math.floor((i % 40) * 2.5) + 3, 3)}/100\u001b[0m \u001b[32m${'━'.repeat(Math.floor((i % 40) / 2))}\u001b[0m\u001b[37m${'━'.repeat(20 - Math.floor((i % 40) / 2))}\u001b[0m \u001b[1m${40 - (i % 40)}s\u001b[0m 5ms/step - accuracy: ${share(i)} - loss: ${loss(i)}`,
  'OLMo': (i) => `2025-12-17 01:18:26.708\thost:0\tolmo.train:816\tINFO\t[step=${i}/9999999]\n    train/CrossEntropyLoss=${loss(i)}\n    train/Perplexity=${(900 / (i + 1)).toFixed(3)}\n    throughput/total_tokens=${i * 4096}\n    throughput/device/tokens_per_second=3,${100 + (i % 800)}`,
  'OLMo-core': (i) => `2025-12-17 01:18:26 host:0 trainer:1 INFO [step=${i}/9999999,epoch=1,eta=1:00:00]\n    train/CE loss=${loss(i)}\n    optim/total grad norm=0.${100 + (i % 800)}\n    throughput/device/TPS=3,${100 + (i % 800)}`,
  'Composer': (i) => `[batch=${i}/9999999]:\n\t Train time/batch: ${i}\n\t Train loss/train/total: ${loss(i)}\n\t Train lr-DecoupledAdamW/group0: 0.0001`,
  'MLPerf': (i) => [['INTERVAL_START', 'eval_start', 'null', 1320], ['POINT_IN_TIME', 'eval_accuracy', 3 + 8 / Math.sqrt(i + 1), 1369], ['INTERVAL_END', 'eval_stop', 'null', 1372]]
    .map(([event, key, value, line]) => `:::MLLOG {"namespace": "", "time_ms": ${1683765985286 + i * 40}, "event_type": "${event}", "key": "${key}", "value": ${value}, "metadata": {"file": "train.py", "lineno": ${line}, "epoch_num": ${i * 50331648}}}`).join('\n'),
  'MLPerf, statistics': (i) => `:::MLLOG {"namespace": "", "time_ms": ${1683765985286 + i * 40}, "event_type": "POINT_IN_TIME", "key": "tracked_stats", "value": {"throughput": ${900 + (i % 80)}.5}, "metadata": {"file": "train.py", "lineno": 99, "step": ${i}}}\n:::MLLOG {"namespace": "", "time_ms": ${1683765985287 + i * 40}, "event_type": "POINT_IN_TIME", "key": "train_loss", "value": ${loss(i)}, "metadata": {"file": "train.py", "lineno": 100, "samples_count": ${i * 512}, "lr": 0.0001}}`,
  'DeepSpeed': (i) => `[${clock(i)}] [INFO] [logging.py:96:log_dist] [Rank 0] step=${i}, skipped=0, lr=[${(1e-4 / (i + 1)).toExponential(6)}], mom=[(0.9, 0.999)]\n[${clock(i)}] [INFO] [timer.py:260:stop] epoch=0/micro_step=${i}/global_step=${i}, RunningAvgSamplesPerSec=${30 + (i % 90) / 10}, CurrSamplesPerSec=31.5, MemAllocated=5.12GB, MaxMemAllocated=9.5GB`,
  'Lightning bars': (i) => `Epoch ${Math.floor(i / 100)}: ${padded(i % 100, 3)}%|${gauge(Math.floor((i % 100) / 10))}| ${i % 100}/100 [00:${padded(i % 60, 2, '0')}<00:${padded(59 - (i % 60), 2, '0')}, 9.${10 + (i % 90)}it/s, v_num=0, train_loss=${loss(i)}, acc=${share(i)}]`,
  'YOLO': (i) => `      Epoch    GPU_mem   box_loss   cls_loss   dfl_loss  Instances       Size\n${[20, 60, 100].map((done) => `${padded(i, 7)}/9999999      2.31G      ${loss(i)}      3.312      1.${4000 + (i % 900)}         34        640: ${padded(done, 3)}%|${gauge(done / 10)}| ${done}/100 [00:${10 + (i % 50)}<00:00,  4.${10 + (i % 90)}it/s]`).join('\n')}\n                 Class     Images  Instances      Box(P          R      mAP50  mAP50-95): 100%|██████████| 4/4 [00:01<00:00,  3.14it/s]\n                   all        128        929      ${share(i)}      0.71      0.6      0.45`,
  'verl': (i) => `(TaskRunner pid=1234) step:${i} - actor/pg_loss:-0.0${10 + (i % 80)} - actor/entropy:${share(i)} - critic/score/mean:${share(i + 9)} - actor/lr:1e-06 - response_length/mean:${200 + (i % 90)}.5 - perf/throughput:${1000 + (i % 900)}.25`,
  'ESPnet': (i) => `[host] ${clock(i)} (trainer:737) INFO: ${1 + Math.floor(i / 100)}epoch:train:${1 + (i % 100) * 9}-${9 + (i % 100) * 9}batch: iter_time=0.0${10 + (i % 80)}, forward_time=0.145, loss_ctc=${loss(i)}, loss=${loss(i)}, acc=${share(i)}, optim0_lr0=1.2e-04, train_time=0.5`,
  'Darknet': (i) => ` ${i}: ${loss(i)}, ${loss(i)} avg loss, 0.001000 rate, 1.2${10 + (i % 80)} seconds, ${i * 64} images, 12.3 hours left`,
  'tables of records': (i) => `${'-'.repeat(42)}\n| rollout/           |          |\n|    ep_rew_mean     | ${200 + (i % 90)}.5    |\n| time/              |          |\n|    fps             | ${1000 + (i % 900)}     |\n|    total_timesteps | ${padded(i * 2048, 8)} |\n| train/             |          |\n|    loss            | ${loss(i)}   |\n${'-'.repeat(42)}`,
  'tables of losses': (i) => (i === 1 ? 'epoch     train_loss  valid_loss  accuracy  time    \n' : '') + `${i}         ${loss(i)}    ${loss(i)}    ${share(i)}    00:${10 + (i % 50)}`,
  'no preset, stamped': (i) => `2025-12-17 01:18:26,708 INFO main.py:12 Epoch 1 step ${i}/9999999: loss=${loss(i)}, lr=${(i * 1e-9).toExponential(3)}, acc=0.${i % 100}`,
  'no preset': (i) => `INFO training step ${i} loss=${loss(i)} lr=0.0003 acc=0.${i % 100}`,
  'no preset, in blocks': (i) => `Epoch ${i}/9999999\n  train loss: ${loss(i)} acc: 0.${i % 100}`,
  'no preset, with evals': (i) => `--- Epoch ${i} ---\n  train loss: ${loss(i)} acc: 0.${i % 100}\n  val loss: ${loss(i)} acc: ${share(i)}\n`,
  'timm': (i) => `Train: ${Math.floor(i / 1251)} [${padded(i % 1251, 4)}/1251 (${padded(Math.floor((i % 1251) / 12.51), 3)}%)]  Loss: ${loss(i)} (${loss(i)})  Time: 0.5${10 + (i % 80)}s,  512.35/s  LR: 1.000e-06  Data: 0.010 (0.012)`,
  'detectron2': (i) => `[12/17 01:18:26 d2.utils.events]:  eta: 5:43:${10 + (i % 50)}  iter: ${i}  total_loss: ${loss(i)}  loss_cls: 4.791  loss_box_reg: ${share(i)}  loss_rpn_cls: 0.3${10 + (i % 80)}  time: 0.5${10 + (i % 80)}  data_time: 0.0123  lr: 1.6068e-06  max_mem: 4000M`,
  'ImageNet example': (i) => `Epoch: [${Math.floor(i / 5005)}][${padded(i % 5005, 4)}/5005]\tTime  0.5${10 + (i % 80)} ( 0.610)\tData  0.010 ( 0.012)\tLoss ${Number(loss(i)).toExponential(4)} (${Number(loss(i)).toExponential(4)})\tAcc@1  ${padded(1 + (i % 80), 2)}.56 (  1.20)\tAcc@5  12.50 ( 11.25)`,
  'XGBoost': (i) => `[${i}]\ttrain-logloss:${loss(i)}\tvalid-logloss:${loss(i)}`,
  'tqdm of no preset': (i) => `Epoch ${1 + Math.floor(i / 100)}/50: ${padded(i % 100, 3)}%|${gauge(Math.floor((i % 100) / 10))}| ${i % 100}/100 [00:${padded(i % 60, 2, '0')}<00:${padded(59 - (i % 60), 2, '0')},  9.${10 + (i % 90)}it/s, loss=${loss(i)}, acc=${share(i)}]`,
};
