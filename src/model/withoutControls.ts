/**
 * Untrusted text without what steers a terminal or misleads the eye: each run of control characters (C0, delete, C1,
 * line and paragraph separators) becomes `substitute`, and marks that turn the direction of writing go.
 */
export function withoutControls(text: string, substitute: string): string {
  return text.replace(turns, '').replace(controls, substitute);
}

/** JSON in which such characters, where JSON lets them stand as they are, are written as escapes. */
export function escapedControls(json: string): string {
  return json.replace(unescaped, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
const turns = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const unescaped = /[\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
