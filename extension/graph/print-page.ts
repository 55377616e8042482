/** A page with one picture, as wide as the paper, that asks for the printer when it is opened. The picture is our own SVG. */
export function printPage(svg: string, title: string): string {
  const text = title.replace(/[&<>]/g, sign => `&#${sign.charCodeAt(0)};`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${text}</title>
<style>
body { margin: 0; }
svg { display: block; width: 100%; height: auto; max-height: 98vh; print-color-adjust: exact; }
</style>
</head>
<body>
${svg}
<script>addEventListener('load', () => print());</script>
</body>
</html>
`;
}
