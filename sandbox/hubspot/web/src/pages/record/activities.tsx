import { useMemo, useState } from 'react';
import { crm } from '../../api/crm.ts';
import type { Attachment, DealRecord } from '../../api/types.ts';
import { formatValue } from '../../host/format-value.ts';
import { placeOf, useSession } from '../../shell/session.tsx';
import { Accordion } from '../../stand-ins/content/accordion.tsx';
import { Button } from '../../stand-ins/actions/button.tsx';
import { Glyph } from '../../stand-ins/base/icons.tsx';
import { Link } from '../../stand-ins/actions/link.tsx';
import { TextArea } from '../../stand-ins/inputs/text-inputs.tsx';
import { plainText } from './plain-text.ts';
import type { Change, Note } from './timeline-groups.ts';
import { groupTimeline } from './timeline-groups.ts';
import type { DealPage } from './use-deal-page.ts';

const FIRST = 25;

/** Notes with their attachments, and changes of properties, newest first. */
export const Activities = ({ deal, page }: { deal: DealRecord; page: DealPage }) => {
  const [most, setMost] = useState(FIRST);
  const groups = useMemo(() => groupTimeline(deal.timeline), [deal.timeline]);
  return (
    <div className="crm-activities">
      <NoteEditor deal={deal} page={page} />
      <ol className="crm-timeline">
        {groups.slice(0, most).map((group, index) => (
          <li key={index} className="crm-panel crm-panel--padded">
            {group.kind === 'note' ? (
              <NoteEntry note={group.note} portalId={deal.portalId} />
            ) : (
              <ChangesEntry changes={group.changes} page={page} />
            )}
          </li>
        ))}
      </ol>
      {groups.length === 0 ? <p className="crm-quiet">No activity yet.</p> : null}
      {groups.length > most ? (
        <Button
          onClick={() => {
            setMost(most + 50);
          }}
        >
          Show older activity
        </Button>
      ) : null}
    </div>
  );
};

const When = ({ at }: { at: string }) => (
  <time dateTime={at}>{formatValue(at, { type: 'datetime', options: [] }, placeOf(useSession()))}</time>
);

const NoteEntry = ({ note, portalId }: { note: Note; portalId: number }) => (
  <article>
    <header className="crm-timeline__head">
      <span>
        <strong>Note</strong>
        {note.author === null ? '' : ` by ${note.author}`}
      </span>
      <When at={note.at} />
    </header>
    <p className="crm-timeline__body">{plainText(note.body)}</p>
    {note.attachments.map((file) => (
      <FileLine key={file.id} file={file} portalId={portalId} />
    ))}
  </article>
);

const ChangesEntry = ({ changes, page }: { changes: Change[]; page: DealPage }) => {
  const [first] = changes;
  if (first === undefined) return null;
  return (
    <article>
      <header className="crm-timeline__head">
        {changes.length === 1 ? (
          <ChangeText change={first} page={page} />
        ) : (
          <strong>{`${String(changes.length)} properties changed`}</strong>
        )}
        <When at={first.at} />
      </header>
      {changes.length === 1 ? null : (
        <Accordion title={namesOf(changes)} size="xs">
          <ul>
            {changes.map((change) => (
              <li key={change.property}>
                <ChangeText change={change} page={page} />
              </li>
            ))}
          </ul>
        </Accordion>
      )}
      <p className="crm-quiet">{sourceText(first.source, first.sourceId)}</p>
    </article>
  );
};

const NAMED = 3;

/** “Amount, Close date, Currency and 14 more” */
const namesOf = (changes: Change[]): string => {
  const names = changes
    .slice(0, NAMED)
    .map(({ label }) => label)
    .join(', ');
  return changes.length > NAMED ? `${names} and ${String(changes.length - NAMED)} more` : names;
};

const ChangeText = ({ change, page }: { change: Change; page: DealPage }) => {
  const value = (text: string | null) =>
    text === null || text === '' ? 'blank' : page.show(change.property, text);
  return (
    <span>
      <strong>{change.label}</strong>
      {change.from === null ? ' set to ' : ` changed from ${value(change.from)} to `}
      {value(change.to)}
    </span>
  );
};

const sourceText = (source: string, id: string | null): string => {
  if (source === 'CRM_UI') return 'Changed on the record';
  if (source === 'INTEGRATION') return `Changed by an app${id === null ? '' : ` (${id})`}`;
  return `Source: ${source.toLowerCase().replaceAll('_', ' ')}`;
};

const FileLine = ({ file, portalId }: { file: Attachment; portalId: number }) => (
  <div className="crm-file">
    <Glyph name="paperclip" />
    <Link href={{ url: crm.fileUrl(portalId, file.id), external: true }}>{file.name}</Link>
    <span className="crm-quiet">{`${String(Math.max(1, Math.round(file.size / 1024)))} KB`}</span>
  </div>
);

const NoteEditor = ({ deal, page }: { deal: DealRecord; page: DealPage }) => {
  const { user } = useSession();
  const [text, setText] = useState('');
  const add = async (): Promise<void> => {
    const properties = { hs_note_body: text, hs_timestamp: new Date().toISOString() };
    const saved = await page.change(() =>
      crm.createRecord(deal.portalId, 'notes', { userId: user.id, properties, dealId: deal.id }),
    );
    if (saved) setText('');
  };
  return (
    <section className="crm-panel crm-panel--padded" aria-label="New note">
      <TextArea
        name="note"
        label="Note"
        rows={2}
        value={text}
        onInput={setText}
        placeholder="Write a note…"
      />
      <div className="hs-button-row">
        <Button size="sm" variant="primary" disabled={text.trim() === ''} onClick={() => void add()}>
          Save note
        </Button>
      </div>
    </section>
  );
};
