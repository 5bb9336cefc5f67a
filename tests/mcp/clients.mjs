// SPDX-License-Identifier: GPL-3.0-or-later
// One session of an official client with ibid-mcp: clients.mjs WHICH PROGRAM.
// Prints what it saw as one line of JSON; test_mcp_clients.py looks at it. The
// client checks each result against the tool's output schema by itself.

async function firstClient(command, revision) {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const { StdioClientTransport } = await import(
    '@modelcontextprotocol/sdk/client/stdio.js');
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StdioClientTransport({ command, env: process.env });
  if (revision) askFor(transport, revision);
  await client.connect(transport);
  return client;
}

async function secondClient(command, mode) {
  const { Client } = await import('@modelcontextprotocol/client');
  const { StdioClientTransport } = await import(
    '@modelcontextprotocol/client/stdio');
  const client = new Client({ name: 'test', version: '1' },
                            { versionNegotiation: { mode } });
  await client.connect(new StdioClientTransport({ command, env: process.env }));
  return client;
}

// Makes a client ask for an older revision than its newest.
function askFor(transport, revision) {
  const send = transport.send.bind(transport);
  transport.send = (message) => {
    if (message.method === 'initialize') {
      message.params.protocolVersion = revision;
    }
    return send(message);
  };
}

async function failure(promise) {
  try {
    await promise;
    return null;
  } catch (error) {
    return { code: error.code ?? null, message: error.message };
  }
}

async function session(client) {
  const call = (name, args) => client.callTool({ name, arguments: args });
  const seen = {
    server: client.getServerVersion()?.name ?? null,
    era: client.getProtocolEra?.() ?? null,
    revision: client.getNegotiatedProtocolVersion?.() ?? null,
    tools: (await client.listTools()).tools.map((tool) => tool.name),
    hints: (await client.listTools()).tools.map(
      (tool) => tool.annotations?.readOnlyHint ?? null),
    search: await call('search', { query: 'gaps', limit: 2 }),
    answer: await call('answer', { question: 'Who invented the posting list?' }),
    passage: await call('get_passage', { id: 'index.txt#2' }),
    article: await call('get_article', { id: 'long.txt', max_tokens: 900 }),
    status: await call('status', {}),
    refused: await call('search', { query: 'x', limit: 0 }),
    unknown: await failure(call('no_such_tool', {})),
    resources: (await client.listResources()).resources.map((r) => r.uri),
    templates: (await client.listResourceTemplates()).resourceTemplates.length,
  };
  seen.read = await client.readResource({ uri: seen.resources[0] });
  seen.missing = await failure(
    client.readResource({ uri: 'ibid://article/none' }));
  return seen;
}

const [which, command] = process.argv.slice(2);
const openers = {
  'sdk': () => firstClient(command),
  'sdk-2025-06-18': () => firstClient(command, '2025-06-18'),
  'sdk-2025-03-26': () => firstClient(command, '2025-03-26'),
  'sdk-2024-11-05': () => firstClient(command, '2024-11-05'),
  'client-legacy': () => secondClient(command, 'legacy'),
  'client-auto': () => secondClient(command, 'auto'),
  'client-pinned': () => secondClient(command, { pin: '2026-07-28' }),
};
const client = await openers[which]();
const seen = await session(client);
await client.close();
console.log(JSON.stringify(seen));
