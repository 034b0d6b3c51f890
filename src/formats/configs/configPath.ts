import { baseName } from '../../model/source';

/** Whether a file may be a training configuration, by its path alone. */
export function isConfigPath(path: string): boolean {
  const name = baseName(path);
  if (strangers.test(name) || foreignFolders.test(path)) return false;
  if (/\.ya?ml$/i.test(name)) return true;
  if (/\.json$/i.test(name)) return jsonNames.test(name);
  if (/\.py$/i.test(name)) return /(?:^|\/)configs?\/[^/]+$/.test(path) || /^(?:config|train)(?:[_-]\w*)?\.py$/.test(name);
  return /\.toml$/i.test(name);
}

const jsonNames = /config|args|param|^ds_|zero|deepspeed|train|settings|arguments|accelerate/i;
const strangers = /^(?:\.|package|tsconfig|jsconfig|tokenizer|generation_config|preprocessor|special_tokens|trainer_state|train_results|composer\.|pyproject|cargo|poetry|docker-compose|mkdocs|environment|conda|meta\.yaml$|_config\.yml$|mlproject|pnpm|wandb-|dvc\.|launch\.json$|openapi|codecov)/i;
const foreignFolders = /(?:^|\/)(?:node_modules|\.git|\.github|\.vscode|\.circleci|mlruns|site-packages|__pycache__)\//;
