import { fileURLToPath } from 'node:url';
import { Router } from 'express';
import type { Request, Response } from 'express';
import { workspaceOf } from '../state/core.ts';
import type { Core } from '../state/core.ts';
import { sendReply } from '../../kit/reply.ts';
import { bytes } from '../state/reply.ts';
import type { Contract } from '../state/model.ts';
import { contractFile, fileName } from '../pdf/contract-file.ts';
import { valueText } from '../pdf/blocks.ts';
import { dataFields } from '../validate/data-fields.ts';
import { contractContent } from './contract-page.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { pageOf } from './layout.ts';
import { listContent } from './list-page.ts';

const asset = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The pages on which a person plays legal and counterparty. */
export function createPersonPages(core: Core): Router {
  const router = Router();
  router.get('/assets/style.css', (_request, response) => void response.sendFile(asset('style.css')));
  router.get('/assets/person.js', (_request, response) => void response.sendFile(asset('person.js')));

  router.get('/', (request, response) => {
    const search = typeof request.query['q'] === 'string' ? request.query['q'] : '';
    show(request, response, { title: 'Contracts', content: listContent(core, search) });
  });

  const withContract =
    (handle: (contract: Contract, request: Request, response: Response) => void | Promise<void>) =>
    async (request: Request, response: Response): Promise<void> => {
      const contract = core.state.contracts.get(Number(request.params['id']));
      if (contract && !contract.deleted) return handle(contract, request, response);
      response.status(404);
      show(request, response, {
        title: 'Not found',
        content: html`<h1>No such contract</h1>
          <p>It may have been deleted. <a href="/">All contracts</a></p>`,
      });
    };

  router.get(
    '/contracts/v2/:id',
    withContract((contract, request, response) =>
      show(request, response, { title: contract.name, content: contractContent(core, contract) }),
    ),
  );
  router.get(
    '/contracts/v2/:id/file.pdf',
    withContract(async (contract, _request, response) =>
      sendReply(response, bytes(await contractFile(core, contract), 'application/pdf', fileName(contract))),
    ),
  );
  router.get(
    '/contracts/v2/:id/answers.json',
    withContract((contract, _request, response) => void response.json(answers(core, contract))),
  );
  return router;
}

/** The whole page, or only its content for the script that keeps it fresh. */
function show(request: Request, response: Response, page: { title: string; content: Html }): void {
  response.setHeader('Cache-Control', 'no-store');
  const stamp = /data-stamp="([^"]*)"/.exec(page.content.text)?.[1] ?? '';
  response.type('html');
  if (request.get('X-Fragment') !== '1') return void response.send(pageOf(page.title, page.content));
  response.setHeader('X-Stamp', stamp);
  response.send(page.content.text);
}

function answers(core: Core, contract: Contract): { key: string; label: string; text: string }[] {
  const template = workspaceOf(core, contract).templates.find((one) => one.id === contract.templateId);
  return dataFields(template?.attributes ?? []).map((field) => {
    const value = contract.data[field.key];
    const raw =
      typeof value === 'object' && value !== null
        ? JSON.stringify(value)
        : value == null
          ? ''
          : valueText(field, value);
    return { key: field.key, label: field.label, text: typeof value === 'string' ? value : raw };
  });
}
