// npm run screenshots [-- part of a card picture's name]: the card and the settings page in every state, into docs/images.
// One process takes all, so that a signal to it ends all.
await import('./card-screenshots.ts');
await import('./settings-screenshots.ts');
process.exit();
