import { useState } from 'react';
import { crm } from '../../api/crm.ts';
import type { Pipeline } from '../../api/types.ts';
import { navigate } from '../../shell/router.ts';
import { addressOf } from '../../shell/routes.ts';
import { useSession } from '../../shell/session.tsx';
import { Button } from '../../stand-ins/actions/button.tsx';
import { useEnvironment } from '../../stand-ins/base/environment.tsx';
import { NumberInput } from '../../stand-ins/inputs/number-inputs.tsx';
import { ModalBody, ModalFooter } from '../../stand-ins/actions/overlays.tsx';
import { Select } from '../../stand-ins/inputs/selects.tsx';
import { Input } from '../../stand-ins/inputs/text-inputs.tsx';

/** Name, pipeline, stage and amount; the rest is filled in on the record. */
export const CreateDeal = ({ id, pipelines }: { id: string; pipelines: Pipeline[] }) => {
  const { portal, user, alert } = useSession();
  const { overlays } = useEnvironment();
  const [name, setName] = useState('');
  const [pipelineId, setPipeline] = useState('');
  const [stage, setStage] = useState('');
  const [amount, setAmount] = useState<number | null>(null);
  const pipeline = pipelines.find((one) => one.id === pipelineId) ?? pipelines[0];
  const chosen = pipeline?.stages.find((one) => one.id === stage) ?? pipeline?.stages[0];
  const create = async (): Promise<void> => {
    if (pipeline === undefined || chosen === undefined) return;
    const properties = {
      dealname: name,
      pipeline: pipeline.id,
      dealstage: chosen.id,
      ...(amount === null ? {} : { amount: String(amount) }),
    };
    try {
      const deal = await crm.createDeal(portal.portalId, { userId: user.id, properties });
      overlays.close(id);
      navigate(addressOf.deal(portal.portalId, deal.id));
    } catch (failure) {
      alert({ type: 'danger', message: failure instanceof Error ? failure.message : String(failure) });
    }
  };
  const options = (all: { id: string; label: string }[]) =>
    all.map((one) => ({ value: one.id, label: one.label }));
  return (
    <>
      <ModalBody>
        <Input name="dealname" label="Deal name" required value={name} onInput={setName} />
        <Select
          name="pipeline"
          label="Pipeline"
          value={pipeline?.id ?? ''}
          options={options(pipelines)}
          onChange={(value) => {
            setPipeline(String(value));
          }}
        />
        <Select
          name="dealstage"
          label="Deal stage"
          value={chosen?.id ?? ''}
          options={options(pipeline?.stages ?? [])}
          onChange={(value) => {
            setStage(String(value));
          }}
        />
        <NumberInput
          name="amount"
          label="Amount"
          onChange={(value) => {
            setAmount(Number.isNaN(value) ? null : value);
          }}
        />
      </ModalBody>
      <ModalFooter>
        <Button variant="primary" disabled={name.trim() === ''} onClick={() => void create()}>
          Create
        </Button>
      </ModalFooter>
    </>
  );
};
