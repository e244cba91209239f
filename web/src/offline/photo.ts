/** Photos are made smaller on the phone: 1,600 pixels on the longer side are enough to see what is broken. */

const LONGEST = 1600;
const QUALITY = 0.8;

/** How large a picture is sent. */
export function scaled(width: number, height: number, longest: number = LONGEST): [number, number] {
  const factor = Math.min(1, longest / Math.max(width, height));
  return [Math.max(1, Math.round(width * factor)), Math.max(1, Math.round(height * factor))];
}

/** A JPEG of a picture from camera or album; throws if it is no picture. */
export async function jpegOf(file: Blob): Promise<Blob> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await new Promise((done, fail) => {
      image.onload = done;
      image.onerror = fail;
    });
    const [width, height] = scaled(image.naturalWidth, image.naturalHeight);
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
    return await new Promise((done, fail) =>
      canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/jpeg", QUALITY),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
