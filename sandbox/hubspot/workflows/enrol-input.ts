export interface EnrolInput {
  portalId: number;
  dealId: string;
  /** An address, or a path of the app. */
  actionUrl: string;
  /** Plain values, or typed as HubSpot's editor keeps them: `{type: 'OBJECT_PROPERTY', propertyName}` is read from the deal. */
  inputFields?: Record<string, unknown>;
}
