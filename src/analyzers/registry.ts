import type { Analyzer, WorkspaceAnalyzer } from './analyzer';

/** Every diagnosis of a single run. */
export const analyzers: readonly Analyzer[] = [];

/** Every diagnosis that compares runs. */
export const workspaceAnalyzers: readonly WorkspaceAnalyzer[] = [];
