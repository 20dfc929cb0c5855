export type EditorSection = 'data' | 'counterparty' | 'signatories' | 'contract' | 'way_back';

/** In which part of the editor a finding is put right. */
export const sectionOf = (target: string): EditorSection => {
  if (/^counterparty(\.|$)/.test(target)) return 'counterparty';
  if (/^signatories(\.|$)/.test(target)) return 'signatories';
  if (/^contract\./.test(target)) return 'contract';
  return /^writeBack(\.|$)/.test(target) ? 'way_back' : 'data';
};
