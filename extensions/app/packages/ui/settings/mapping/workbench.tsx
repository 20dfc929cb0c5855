import { useState } from 'react';
import { Tab, Tabs } from '@hubspot/ui-extensions';
import { Column } from '../../kit/layout.tsx';
import type { Suggestion } from '@dealdraft/wire/mapping-lint.ts';
import type { Rule } from '@dealdraft/wire/mapping.ts';
import { sectionOf } from './finding-sections.ts';
import type { EditorSection } from './finding-sections.ts';
import { ContractSection } from './parties/contract-section.tsx';
import { CounterpartySection } from './parties/counterparty-section.tsx';
import { DataSection } from './data/data-section.tsx';
import { useEditing } from './context/edit-context.ts';
import { SignatoriesSection } from './parties/signatories-section.tsx';
import { WayBackSection } from './parties/way-back-section.tsx';

const sections: { id: EditorSection; title: string }[] = [
  { id: 'data', title: 'Values in the document' },
  { id: 'counterparty', title: 'Counterparty' },
  { id: 'signatories', title: 'Signatories' },
  { id: 'contract', title: 'Contract and workflow' },
  { id: 'way_back', title: 'Write-back' },
];

type Props = { suggestions: readonly Suggestion<Rule>[] };

/** The mapping by its sections; each says how much in it needs attention. */
export const Workbench = ({ suggestions }: Props) => {
  const { findings } = useEditing();
  const [open, setOpen] = useState<EditorSection>('data');
  const title = ({ id, title: name }: (typeof sections)[number]): string => {
    const faults = findings.filter((finding) => sectionOf(finding.target) === id).length;
    return faults === 0 ? name : `${name} (${String(faults)})`;
  };
  return (
    <Tabs
      variant="enclosed"
      selected={open}
      onSelectedChange={(id: string | number) => {
        const next = sections.find((section) => section.id === id);
        if (next !== undefined) setOpen(next.id);
      }}
    >
      {sections.map((section) => (
        <Tab key={section.id} tabId={section.id} title={title(section)}>
          {section.id === open ? (
            <Column>
              <SectionBody id={section.id} suggestions={suggestions} />
            </Column>
          ) : null}
        </Tab>
      ))}
    </Tabs>
  );
};

const SectionBody = ({ id, suggestions }: { id: EditorSection } & Props) => {
  switch (id) {
    case 'data':
      return <DataSection suggestions={suggestions} />;
    case 'counterparty':
      return <CounterpartySection />;
    case 'signatories':
      return <SignatoriesSection />;
    case 'contract':
      return <ContractSection />;
    case 'way_back':
      return <WayBackSection />;
  }
};
