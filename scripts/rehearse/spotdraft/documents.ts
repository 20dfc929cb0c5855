import { blockedBy, check, doesNotHold } from '../base/outcome.ts';
import { look } from '../base/patience.ts';
import { defineStep } from '../parts/step.ts';

const base = '/api/v2.1/public';

export const downloadLinkDelay = defineStep({
  id: 'spotdraft.download-link-delay',
  title: 'Document of a new contract',
  assumption: "A new contract's download link works within a minute and opens a PDF without credentials.",
  matters: "DealDraft fetches signed documents this way and retries while there's no document yet.",
  where: ['src/spotdraft/calls/document-calls.ts', 'src/features/contracts/documents/finish-executed.ts'],
  writes: true,
  does: 'Creates a draft contract in SpotDraft and downloads its document.',
  needs: ['spotdraft'],
  run: async ({ spotdraft, patience }) => {
    const contract = await spotdraft.newContract('document');
    if (!contract.ok) return contract.failure;
    const limits = { limitMs: patience.documentMs, pollMs: patience.pollMs };
    const { found, ms } = await look(limits, async () => {
      const link = await spotdraft.client.getDownloadLink(contract.value.id);
      return !link.ok && link.failure.kind === 'not_found' ? null : link;
    });
    const after = `${(ms / 1_000).toFixed(1)} s`;
    if (found === null) return doesNotHold(`no link after ${after}`);
    if (!found.ok) return blockedBy(found.failure);
    const download = await spotdraft.client.openDownload(found.value.url);
    if (!download.ok)
      return doesNotHold(`link after ${after}, but it can't be opened: ${download.failure.kind}`);
    const { stream, contentType } = download.value;
    let start = '';
    for await (const piece of stream) {
      start = Buffer.from(piece as Uint8Array)
        .subarray(0, 5)
        .toString('latin1');
      break;
    }
    return check(
      start === '%PDF-' && ms <= 60_000,
      `link after ${after}, content type ${contentType}, ${start === '%PDF-' ? 'a PDF' : 'not a PDF'}`,
    );
  },
});

export const downloadFormat = defineStep({
  id: 'spotdraft.download-format',
  title: 'Download format',
  assumption:
    'The download format is `PDF` in uppercase, and SpotDraft refuses `pdf` (the playbook uses `pdf`).',
  matters: 'DealDraft sends `PDF`.',
  where: ['src/spotdraft/calls/document-calls.ts'],
  writes: true,
  does: 'Creates a draft contract in SpotDraft.',
  needs: ['spotdraft'],
  run: async ({ spotdraft }) => {
    const contract = await spotdraft.contract();
    if (!contract.ok) return contract.failure;
    const path = `${base}/contracts/${contract.value.id.composite}/download_link`;
    const statuses: number[] = [];
    for (const format of ['PDF', 'pdf']) {
      const answer = await spotdraft.call({ method: 'POST', path, json: { format }, takes: [400, 404, 422] });
      if (!answer.ok) return answer.failure;
      statuses.push(answer.value.status);
    }
    const [upper = 0, lower = 0] = statuses;
    return check(upper === 200 && lower === 400, `PDF returns ${String(upper)}, pdf ${String(lower)}`);
  },
});

export const executedDownload = defineStep({
  id: 'spotdraft.executed-download',
  title: 'Document of an executed contract',
  assumption: 'An executed contract has a download link and an execution date.',
  matters: 'DealDraft copies the signed document and its date to the deal.',
  where: ['src/features/contracts/documents/finish-executed.ts'],
  writes: false,
  does: 'Reads the executed contract you named.',
  needs: ['spotdraft', 'executed'],
  run: async ({ spotdraft, executed }) => {
    const status = await spotdraft.client.getStatus(executed);
    if (!status.ok) return blockedBy(status.failure);
    const link = await spotdraft.client.getDownloadLink(executed);
    // Only an answer tells something of the assumption; a call that got none does not.
    if (!link.ok)
      return ['not_found', 'business_rule', 'conflict', 'invalid'].includes(link.failure.kind)
        ? doesNotHold(`status ${status.value.status}; no link: ${link.failure.kind}`)
        : blockedBy(link.failure);
    const metrics = await spotdraft.client.getProcessMetrics(executed);
    if (!metrics.ok) return blockedBy(metrics.failure);
    const dated = metrics.value.executedAt !== null;
    return check(
      status.value.status === 'EXECUTED' && dated,
      `status ${status.value.status}, link, ${dated ? 'execution date' : 'no execution date'}`,
    );
  },
});
