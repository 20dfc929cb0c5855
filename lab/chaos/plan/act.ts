/** What somebody does to a contract or its deal, by where they do it. */
export type Act =
  // from the card
  | 'send'
  | 'mark'
  | 'take-back'
  | 'void'
  | 'remind'
  | 'mark-twice'
  // in SpotDraft
  | 'sd-review'
  | 'sd-approve'
  | 'sd-sign-all'
  | 'sd-sign-one'
  | 'sd-decline'
  | 'sd-hold'
  | 'sd-resume'
  | 'sd-void'
  | 'sd-edit'
  // in HubSpot
  | 'hs-edit-deal'
  | 'hs-edit-ours'
  | 'hs-delete-restore';
