import { describe, expect, it } from 'vitest';
import {
  workflowAnswer,
  workflowExecution,
  workflowOptionsRequest,
} from '../../../src/hubspot/inbound/workflow-action.ts';

const execution = {
  callbackId: 'ap-102670506-56776413549-7-0',
  origin: { portalId: 102670506, actionDefinitionId: 10646377, actionDefinitionVersion: 1 },
  context: { source: 'WORKFLOWS', workflowId: 192814114 },
  object: { objectId: 904, objectType: 'DEAL', properties: { dealname: 'Acme' } },
  inputFields: { templateId: 'tpl_1', note: '', wait: { type: 'STATIC_VALUE', value: true } },
};

describe('a workflow action', () => {
  it('reads an execution', () => {
    expect(workflowExecution.parse(execution)).toEqual({
      callbackId: 'ap-102670506-56776413549-7-0',
      portalId: 102670506,
      actionDefinitionId: '10646377',
      workflowId: '192814114',
      object: { type: 'deal', id: '904' },
      inputs: { templateId: 'tpl_1', wait: 'true' },
    });
  });

  it.each([
    [
      'the inputs under their older name',
      { ...execution, inputFields: undefined, fields: { templateId: 'old' } },
      { templateId: 'old' },
    ],
    [
      'the newer name where both are sent',
      { ...execution, fields: { templateId: 'old' }, inputFields: { templateId: 'new' } },
      { templateId: 'new' },
    ],
    ['an action without inputs', { ...execution, inputFields: undefined }, {}],
    ['several chosen values', { ...execution, inputFields: { scopes: ['a', 'b'] } }, { scopes: 'a;b' }],
  ])('reads %s', (_name, body, inputs) => {
    expect(workflowExecution.parse(body).inputs).toEqual(inputs);
  });

  it.each([
    ['callbackId', { ...execution, callbackId: undefined }],
    ['origin', { ...execution, origin: {} }],
    ['object', { ...execution, object: { objectType: 'DEAL' } }],
  ])('refuses an execution without %s', (_name, body) => {
    expect(workflowExecution.safeParse(body).success).toBe(false);
  });

  it('reads a request for options', () => {
    const request = {
      origin: { portalId: 1, actionDefinitionId: 2, actionDefinitionVersion: 3 },
      objectTypeId: '0-3',
      inputFieldName: 'templateId',
      inputFields: { other: { type: 'STATIC_VALUE', value: 'x' } },
      fetchOptions: { q: ' nda ', after: '' },
    };
    expect(workflowOptionsRequest.parse(request)).toEqual({
      portalId: 1,
      inputName: 'templateId',
      inputs: { other: 'x' },
      query: 'nda',
      after: null,
    });
    expect(workflowOptionsRequest.parse({ origin: { portalId: '1' } })).toEqual({
      portalId: 1,
      inputName: null,
      inputs: {},
      query: '',
      after: null,
    });
  });

  it('answers in the words HubSpot understands', () => {
    expect(workflowAnswer.succeeded({ contractId: '42' })).toEqual({
      outputFields: { contractId: '42', hs_execution_state: 'SUCCESS' },
    });
    expect(workflowAnswer.failed({ errorCode: 'NO' })).toEqual({
      outputFields: { errorCode: 'NO', hs_execution_state: 'FAIL_CONTINUE' },
    });
    expect(workflowAnswer.later()).toEqual({ outputFields: { hs_execution_state: 'ASYNC' } });
    expect(workflowAnswer.blocked('P1D')).toEqual({
      outputFields: { hs_expiration_duration: 'P1D', hs_execution_state: 'BLOCK' },
    });
    expect(workflowAnswer.options([{ label: 'NDA', value: 't' }], '2')).toEqual({
      options: [{ label: 'NDA', value: 't' }],
      after: '2',
      searchable: true,
    });
  });
});
