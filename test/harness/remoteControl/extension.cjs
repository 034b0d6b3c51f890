const { renameSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { commands, workspace } = require('vscode');

/** Serves one request a connection: `{ command, args }` or `{ setting, value }`; the port is written to PLATEAU_CONTROL. */
module.exports.activate = (context) => {
  const file = process.env.PLATEAU_CONTROL;
  if (!file) return;
  const server = createServer(async (request, response) => {
    const answer = await carryOut(JSON.parse(await body(request))).catch((error) => ({ error: String(error) }));
    response.end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1', () => {
    writeFileSync(`${file}.new`, String(server.address().port));
    renameSync(`${file}.new`, file);
  });
  context.subscriptions.push({ dispose: () => server.close() });
};

async function carryOut({ command, args, setting, value }) {
  if (command) return { result: await commands.executeCommand(command, ...args) };
  await workspace.getConfiguration().update(setting, value, true);
  return {};
}

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
