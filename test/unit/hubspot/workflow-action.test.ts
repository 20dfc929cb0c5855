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

  it.each<[string, unknown, Record<string, string>]>([
    [
      'a property of the deal, which has no value yet',
      { type: 'OBJECT_PROPERTY', propertyName: 'dealname' },
      {},
    ],
    [
      'a property with its value',
      { type: 'OBJECT_PROPERTY', propertyName: 'dealname', value: 'Acme' },
      { other: 'Acme' },
    ],
    ['a fixed value that is null', { type: 'STATIC_VALUE', value: null }, {}],
    ['a fixed value that is missing', { type: 'STATIC_VALUE' }, {}],
    ['a fixed number', { type: 'STATIC_VALUE', value: 14 }, { other: '14' }],
    ['an output of an earlier action', { type: 'FIELD_DATA', actionId: '3', dataKey: 'x' }, {}],
    ['several fixed values, one empty', { type: 'STATIC_VALUE', value: ['a', null, 2] }, { other: 'a;2' }],
    ['a plain number', 14, { other: '14' }],
    ['a plain false', false, { other: 'false' }],
    ['null', null, {}],
    ['a list in a list', [['a']], {}],
    ['an object of another kind', { unit: 'DAYS', amount: 2 }, {}],
  ])('reads a request for options, and an execution, whose other input is %s', (_name, other, inputs) => {
    const request = { origin: { portalId: 1 }, inputFieldName: 'template_id', inputFields: { other } };
    expect(workflowOptionsRequest.parse(request).inputs).toEqual(inputs);
    expect(workflowExecution.parse({ ...execution, inputFields: { other } }).inputs).toEqual(inputs);
  });

  it.each<[string, object]>([
    ['no inputs', {}],
    ['inputs that are null', { inputFields: null, fields: null }],
    ['inputs that are a list', { inputFields: [] }],
    ['no search', { fetchOptions: null }],
    ['a search that is null', { fetchOptions: { q: null, after: null } }],
    ['a search of another kind', { fetchOptions: 'nda', inputFieldName: 7 }],
  ])('reads a request for options with %s', (_name, more) => {
    expect(workflowOptionsRequest.parse({ origin: { portalId: 1 }, ...more })).toEqual({
      portalId: 1,
      inputName: null,
      inputs: {},
      query: '',
      after: null,
    });
  });

  it('reads a search for a number, and a page that is a number', () => {
    expect(
      workflowOptionsRequest.parse({ origin: { portalId: 1 }, fetchOptions: { q: 12, after: 50 } }),
    ).toMatchObject({ query: '12', after: '50' });
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
