import { jsonSyntax } from './jsonSyntax';
import type { ConfigSyntax } from './configMapping';
import { pythonSyntax } from './pythonSyntax';
import { yamlSyntax } from './yamlSyntax';

/** How a file is written, by its name; undefined where its lists cannot be edited. */
export function configSyntax(path: string): ConfigSyntax | undefined {
  return syntaxes.get(path.slice(path.lastIndexOf('.') + 1).toLowerCase());
}

const syntaxes: ReadonlyMap<string, ConfigSyntax> = new Map([['yaml', yamlSyntax], ['yml', yamlSyntax], ['json', jsonSyntax], ['py', pythonSyntax]]);
