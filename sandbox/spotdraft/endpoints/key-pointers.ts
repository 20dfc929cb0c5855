import { z } from 'zod';
import { record } from '../lifecycle/record.ts';
import type { Contract, KeyPointer } from '../state/model.ts';
import { fieldErrors, json, notFound } from '../state/reply.ts';
import { onContract, performer, withBody } from './endpoint.ts';
import type { Call } from './endpoint.ts';

const pointerView = (one: KeyPointer) => ({
  id: one.id,
  value: one.value,
  label: one.label,
  field_name: one.fieldName,
  data_type: one.dataType,
  format_option: one.formatOption,
});
const setPointer = (
  call: Call,
  contract: Contract,
  pointers: { pointer: KeyPointer; value: KeyPointer['value'] }[],
): void => {
  for (const { pointer, value } of pointers) pointer.value = value;
  record(call.core, contract, { activity: 'CONTRACT_KEY_POINTER_UPDATION', by: performer(call) });
};
const bulk = z.object({
  key_pointers: z.array(
    z.object({
      key_pointer_id: z.int().nullish(),
      key_pointer_field_name: z.string().nullish(),
      value: z.json(),
    }),
  ),
});

/** Contract metadata, which the paths still call by its old name. */
export const keyPointerEndpoints = [
  onContract('GET', 'contracts/{composite}/key_pointers', (_call, contract) =>
    json(contract.keyPointers.map(pointerView)),
  ),
  onContract('PATCH', 'contracts/{composite}/key_pointers/{text}', (call, contract) =>
    withBody(
      call,
      z.object({ value: z.json().optional(), was_edited_by_user: z.boolean().optional() }),
      ({ value }) => {
        const pointer = contract.keyPointers.find((one) => String(one.id) === call.params['text']);
        if (!pointer) return notFound;
        if (value !== undefined)
          setPointer(call, contract, [{ pointer, value: value as KeyPointer['value'] }]);
        return json(pointerView(pointer));
      },
    ),
  ),
  onContract('POST', 'contracts/{composite}/key_pointers/bulk', (call, contract) =>
    withBody(call, bulk, ({ key_pointers }) => {
      const changes = key_pointers.map(({ key_pointer_id: id, key_pointer_field_name: name, value }) => ({
        pointer: contract.keyPointers.find((one) => one.id === id || one.fieldName === name),
        value: value as KeyPointer['value'],
      }));
      const known = changes.flatMap(({ pointer, value }) => (pointer ? [{ pointer, value }] : []));
      if (known.length < changes.length)
        return fieldErrors({ key_pointers: ['Key pointer does not exist on this contract.'] });
      setPointer(call, contract, known);
      return json(contract.keyPointers.map(pointerView));
    }),
  ),
];
