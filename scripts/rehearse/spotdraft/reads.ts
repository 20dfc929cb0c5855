import { attributeTypes } from '@dealdraft/wire/template.ts';
import { blockedBy, check, couldNotRun, doesNotHold, skipped } from '../base/outcome.ts';
import { quiet } from '../base/patience.ts';
import { at, fieldsOf, listAt } from '../base/raw-call.ts';
import { defineStep } from '../parts/step.ts';

const base = '/api/v2.1/public';

export const badCredentials = defineStep({
  id: 'spotdraft.bad-credentials',
  title: 'Wrong credentials',
  assumption: 'A call with the wrong client secret returns 401.',
  matters: 'Only a 401 makes DealDraft ask for new credentials instead of retrying.',
  where: ['src/spotdraft/transport/translate-error.ts'],
  writes: false,
  does: 'Calls SpotDraft once with the wrong client secret.',
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const headers = { 'client-secret': 'dealdraft-rehearsal-no-such-secret' };
    const answer = await spotdraft.call({ path: `${base}/templates/`, headers, takes: [400, 401, 403, 404] });
    if (!answer.ok) return answer.failure;
    const { status, json } = answer.value;
    return check(status === 401, `${String(status)}, fields ${fieldsOf(json).join(', ') || 'none'}`);
  },
});

export const slashes = defineStep({
  id: 'spotdraft.slashes',
  title: 'Wrong trailing slash',
  assumption: 'A path with the wrong trailing slash returns a redirect.',
  matters: 'DealDraft spells out every path and treats a redirect as its own mistake.',
  where: ['src/spotdraft/transport/paths.ts', 'src/spotdraft/transport/transport.ts'],
  writes: false,
  does: 'Lists the templates by a path without its trailing slash.',
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const answer = await spotdraft.call({ path: `${base}/templates`, takes: [400, 404] });
    if (!answer.ok) return answer.failure;
    const { status } = answer.value;
    return check(status >= 300 && status < 400, `returns ${String(status)}`);
  },
});

export const templateMetadata = defineStep({
  id: 'spotdraft.template-metadata',
  title: 'Template questions',
  assumption: `Every question in a published template has a variable name and one of these types: ${attributeTypes.join(', ')}.`,
  matters: 'Mappings fill in these questions. DealDraft treats an unknown type as text.',
  where: ['src/spotdraft/answers/workspace.ts', 'src/mapping/targets/targets.ts'],
  writes: false,
  does: 'Reads the metadata of up to ten templates.',
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const templates = await spotdraft.client.listTemplates();
    if (!templates.ok) return blockedBy(templates.failure);
    const unknown = new Set<string>();
    let questions = 0;
    for (const { id } of templates.value.slice(0, 10)) {
      const answer = await spotdraft.call({ path: `${base}/templates/${String(id)}/metadata` });
      if (!answer.ok) return answer.failure;
      for (const attribute of listAt(answer.value.json, 'attributes')) {
        questions += 1;
        const type = at(attribute, 'type');
        const known =
          (attributeTypes as readonly unknown[]).includes(type) &&
          typeof at(attribute, 'variable') === 'string';
        if (!known) unknown.add(String(type));
      }
    }
    if (questions === 0)
      return couldNotRun('No template in the workspace has a question. Publish one that does and try again.');
    return check(
      unknown.size === 0,
      unknown.size === 0
        ? `${String(questions)} questions read`
        : `unknown types: ${[...unknown].join(', ')}`,
    );
  },
});

const statuses = ['DRAFT', 'REDLINING', 'SIGN', 'EXECUTED', 'ON_HOLD', 'VOIDED'];

export const statusNames = defineStep({
  id: 'spotdraft.status-names',
  title: 'Status names',
  assumption: `A contract's status is one of ${statuses.slice(0, -1).join(', ')}, or ${statuses.at(-1) ?? ''}.`,
  matters:
    "Deal statuses, stage rules, and the card's buttons depend on these names. DealDraft shows an unknown status but never acts on it.",
  where: ['src/features/contracts/status/state-graph.ts', 'src/spotdraft/answers/contract.ts'],
  writes: false,
  does: 'Reads the 100 newest contracts in the workspace.',
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const answer = await spotdraft.call({ path: `${base}/contracts/?page=1&limit=100` });
    if (!answer.ok) return answer.failure;
    const seen = [
      ...new Set(listAt(answer.value.json, 'results').map((one) => String(at(one, 'contract_status')))),
    ];
    const unknown = seen.filter((status) => !statuses.includes(status));
    if (seen.length === 0) return skipped('The workspace has no contracts yet.');
    return check(
      unknown.length === 0,
      unknown.length === 0 ? `seen: ${seen.join(', ')}` : `unknown: ${unknown.join(', ')}`,
    );
  },
});

export const webhookList = defineStep({
  id: 'spotdraft.webhook-list',
  title: 'No webhook list or log',
  assumption:
    "The API doesn't list webhooks or show a log of them (one source says the developer settings have a log).",
  matters: "DealDraft stores its webhook's ID and keeps its own log of webhooks.",
  where: ['src/features/connections/connect-workspace.ts', 'src/features/connections/webhook-health.ts'],
  writes: false,
  does: 'Asks SpotDraft for a list of webhooks.',
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const answer = await spotdraft.call({ path: `${base}/webhooks/`, takes: [400, 404, 405] });
    if (!answer.ok) return answer.failure;
    const { status } = answer.value;
    return status < 300
      ? doesNotHold('the API does list webhooks')
      : check(true, `returns ${String(status)}; check Developer settings → Webhooks for a log yourself`);
  },
});

export const hmacKey = defineStep({
  id: 'spotdraft.hmac-key',
  title: 'Webhook signing key',
  assumption: "The workspace's HMAC key is 64 bytes, base64-encoded.",
  matters: 'DealDraft decodes the key before it verifies a signature.',
  where: ['src/spotdraft/inbound/signature.ts'],
  writes: false,
  does: 'Reads the key. The rehearsal never shows or stores it.',
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const key = await spotdraft.client.getHmacKey();
    if (!key.ok) return blockedBy(key.failure);
    const text = key.value.reveal();
    const bytes = Buffer.from(text, 'base64');
    const isBase64 = bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '');
    return check(
      isBase64 && bytes.length === 64,
      isBase64 ? `${String(bytes.length)} bytes` : "the key isn't base64",
    );
  },
});

export const rateLimit = defineStep({
  id: 'spotdraft.rate-limit',
  title: 'Ten calls per second',
  assumption: 'SpotDraft answers at least ten calls sent within a second; it may refuse more with 429.',
  matters: 'DealDraft sends up to ten calls per second to each workspace.',
  where: ['src/platform/vendor-limits/budget.ts', 'src/spotdraft/transport/translate-error.ts'],
  writes: false,
  does: 'Lists the templates 16 times at once.',
  needs: ['spotdraft'],
  run: async ({ spotdraft, patience }) => {
    await quiet(patience.spotdraftQuietMs);
    const ask = () => spotdraft.call({ path: `${base}/templates/`, takes: [429], unpaced: true });
    const answers = await Promise.all(Array.from({ length: 16 }, ask));
    await quiet(patience.spotdraftQuietMs);
    const failed = answers.find((answer) => !answer.ok);
    if (failed?.ok === false) return failed.failure;
    const refused = answers.flatMap((answer) =>
      answer.ok && answer.value.status === 429 ? [answer.value] : [],
    );
    const served = answers.length - refused.length;
    const hint =
      refused[0] === undefined
        ? ''
        : `; Retry-After ${refused[0].headers['retry-after'] === undefined ? 'missing' : 'present'}`;
    return check(served >= 10, `${String(served)} of 16 calls answered${hint}`);
  },
});
