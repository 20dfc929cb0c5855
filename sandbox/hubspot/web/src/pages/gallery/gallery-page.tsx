import type { ReactNode } from 'react';
import { contentSamples } from './content-samples.tsx';
import { inputSamples } from './input-samples.tsx';
import { overlaySamples } from './overlay-samples.tsx';

export type Sample = [name: string, content: ReactNode];

/** Every stand-in once, in its main states: for the eye and for the accessibility run. */
export const GalleryPage = () => (
  <main className="gallery">
    <h1>Components</h1>
    {[...contentSamples, ...inputSamples, ...overlaySamples].map(([name, content]) => (
      <section key={name} className="crm-panel crm-panel--padded" aria-label={name}>
        <h2>{name}</h2>
        <div className="gallery__sample">{content}</div>
      </section>
    ))}
  </main>
);
