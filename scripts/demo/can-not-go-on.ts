/**
 * A step that the state of deals or settings does not allow, as after somebody played with them. The message is a
 * sentence for the person who watches. Anything else that is thrown is a fault of the demo or of what it shows.
 */
export class CanNotGoOn extends Error {}
