import { List, Text } from '@hubspot/ui-extensions';
import type { QuestionView } from '@dealdraft/wire/card.ts';
import { count } from '../../format/plural.ts';
import { TextField } from '../text-field.tsx';

export const voidLabel = ({ contracts }: QuestionView): string =>
  contracts.length === 1 ? 'Void contract' : `Void ${count(contracts.length, 'contract')}`;

type Props = {
  question: QuestionView;
  reason: string;
  fault: string | null;
  onReason: (reason: string) => void;
};

/** Which contracts a rule would void, and why: asked before it is done. */
export const VoidQuestion = ({ question: { contracts }, reason, fault, onReason }: Props) => (
  <>
    <Text>This voids for everyone, and you can’t undo it:</Text>
    <List variant="unordered-styled">
      {contracts.map(({ name, spotdraftId }) => `${name} (${spotdraftId})`)}
    </List>
    <TextField
      name="void-reason"
      label="Reason"
      description="Kept in each contract’s timeline"
      required
      rows={3}
      maxLength={2000}
      value={reason}
      fault={fault}
      onChange={onReason}
    />
  </>
);
