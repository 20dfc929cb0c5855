import { attributeTypes } from '@dealdraft/wire/template.ts';
import { blockedBy, check, couldNotRun, doesNotHold, skipped } from '../outcome.ts';
import { quiet } from '../patience.ts';
import { at, fieldsOf, listAt } from '../raw-call.ts';
import { defineStep } from '../step.ts';

const base = '/api/v2.1/public';

export const badCredentials = defineStep({
  id: 'spotdraft.bad-credentials',
  title: 'Wrong credentials',
  assumption: 'A call with a wrong client secret is answered 401.',
  matters: 'Only then the product asks for new credentials instead of trying again.',
  where: ['src/spotdraft/transport/translate-error.ts'],
  writes: false,
  does: 'Calls SpotDraft once with a wrong client secret.',
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
  title: 'A path with the wrong closing slash',
  assumption: 'A path with the wrong closing slash is answered with a redirect.',
  matters: 'The product writes each path letter by letter and takes a redirect for a mistake of its own.',
  where: ['src/spotdraft/transport/paths.ts', 'src/spotdraft/transport/transport.ts'],
  writes: false,
  does: 'Reads the list of templates by a path without its closing slash.',
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const answer = await spotdraft.call({ path: `${base}/templates`, takes: [400, 404] });
    if (!answer.ok) return answer.failure;
    const { status } = answer.value;
    return check(status >= 300 && status < 400, `answered ${String(status)}`);
  },
});

export const templateMetadata = defineStep({
  id: 'spotdraft.template-metadata',
  title: 'The questions of a template',
  assumption: `Every question of a published template has a name and one of the types ${attributeTypes.join(', ')}.`,
  matters: 'A mapping fills these questions; one of an unknown type is filled as text.',
  where: ['src/spotdraft/answers/workspace.ts', 'src/mapping/targets.ts'],
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
      return couldNotRun(
        'No template of the workspace has a question. Publish one that has, and start again.',
      );
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
  title: 'The names of statuses',
  assumption: `A contract’s status is one of ${statuses.join(', ')}.`,
  matters:
    'Statuses on deals, stage rules and the card’s buttons depend on these names; another is shown as it is and never acted on.',
  where: ['src/features/contracts/status/state-graph.ts', 'src/spotdraft/answers/contract.ts'],
  writes: false,
  does: 'Reads the newest hundred contracts of the workspace.',
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const answer = await spotdraft.call({ path: `${base}/contracts/?page=1&limit=100` });
    if (!answer.ok) return answer.failure;
    const seen = [
      ...new Set(listAt(answer.value.json, 'results').map((one) => String(at(one, 'contract_status')))),
    ];
    const unknown = seen.filter((status) => !statuses.includes(status));
    if (seen.length === 0) return skipped('The workspace has no contract yet.');
    return check(
      unknown.length === 0,
      unknown.length === 0 ? `seen: ${seen.join(', ')}` : `unknown: ${unknown.join(', ')}`,
    );
  },
});

export const webhookList = defineStep({
  id: 'spotdraft.webhook-list',
  title: 'No list of webhooks and no log',
  assumption:
    'The API neither lists webhooks nor shows their log (one source says that Developer settings has a log).',
  matters: 'The product keeps the id of its webhook and its own log of notices, for it can’t ask for either.',
  where: ['src/features/connections/connect-workspace.ts', 'src/features/connections/webhook-health.ts'],
  writes: false,
  does: 'Asks SpotDraft for a list of webhooks.',
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const answer = await spotdraft.call({ path: `${base}/webhooks/`, takes: [400, 404, 405] });
    if (!answer.ok) return answer.failure;
    const { status } = answer.value;
    return status < 300
      ? doesNotHold('the API lists webhooks')
      : check(true, `the API answers ${String(status)}; look under Developer settings → Webhooks for a log`);
  },
});

export const hmacKey = defineStep({
  id: 'spotdraft.hmac-key',
  title: 'The key that signs webhooks',
  assumption: 'The workspace’s HMAC key is the base64 of 64 bytes.',
  matters: 'The product decodes the key before it checks a signature.',
  where: ['src/spotdraft/inbound/signature.ts'],
  writes: false,
  does: 'Fetches the key, which is neither shown nor kept.',
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const key = await spotdraft.client.getHmacKey();
    if (!key.ok) return blockedBy(key.failure);
    const text = key.value.reveal();
    const bytes = Buffer.from(text, 'base64');
    const isBase64 = bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '');
    return check(
      isBase64 && bytes.length === 64,
      isBase64 ? `${String(bytes.length)} bytes` : 'the key isn’t base64',
    );
  },
});

export const rateLimit = defineStep({
  id: 'spotdraft.rate-limit',
  title: 'Ten calls in a second',
  assumption: 'Ten calls within a second are answered; more are refused with 429.',
  matters: 'The product’s budget lets ten calls a second through for each workspace.',
  where: ['src/platform/vendor-limits/budget.ts', 'src/spotdraft/transport/translate-error.ts'],
  writes: false,
  does: 'Reads the list of templates sixteen times at once.',
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
        : `; Retry-After ${refused[0].headers['retry-after'] === undefined ? 'absent' : 'given'}`;
    return check(served >= 10, `of 16 at once ${String(served)} were answered${hint}`);
  },
});
