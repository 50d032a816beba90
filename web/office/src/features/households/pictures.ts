import { newId, send } from '@fuyao/shared';

/** Pixels of the longer side that the server takes. */
const longest = 2000;
const thumbnailSide = 320;

async function draw(source: ImageBitmap, side: number, quality: number): Promise<Blob> {
  const scale = Math.min(1, side / Math.max(source.width, source.height));
  const canvas = Object.assign(document.createElement('canvas'), { width: Math.max(1, Math.round(source.width * scale)), height: Math.max(1, Math.round(source.height * scale)) });
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('canvas'))), 'image/jpeg', quality));
}

/**
 * A photo as it is sent: upright, at most 2000 pixels, without the notes of the camera; and a small picture for lists. Anything the
 * browser cannot draw (a PDF) goes as it is, for the server to judge.
 */
export async function prepared(file: File): Promise<{ file: File; thumbnail?: Blob }> {
  if (!file.type.startsWith('image/') || file.type === 'image/svg+xml' || file.type === 'image/gif') return { file };
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return { file };
  }
  const [picture, thumbnail] = [await draw(bitmap, longest, 0.85), await draw(bitmap, thumbnailSide, 0.75)];
  bitmap.close();
  return { file: new File([picture], `${file.name.replace(/\.\w+$/, '') || 'photo'}.jpg`, { type: 'image/jpeg' }), thumbnail };
}

/** Sends photos and scans to a household, as belonging to one of its persons or events if one is named. */
export async function sendPictures(household: string, files: File[], subject?: { kind: 'person' | 'event'; id: string }): Promise<void> {
  for (const one of files) {
    const { file, thumbnail } = await prepared(one);
    const form = new FormData();
    form.append('file', file);
    if (thumbnail) form.append('thumbnail', thumbnail, 'thumbnail.jpg');
    if (subject) {
      form.append('subject_kind', subject.kind);
      form.append('subject', subject.id);
    }
    await send('POST', `/api/households/${household}/attachments`, form, { idempotencyKey: newId() });
  }
}
