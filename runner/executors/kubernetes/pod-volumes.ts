/** A volume of a pod, and where its container sees it. */
export interface MountedVolume {
  readonly volume: Readonly<Record<string, unknown>> & { readonly name: string };
  readonly mount: Readonly<Record<string, unknown>> & { readonly name: string; readonly mountPath: string };
}

/** The folder of a claim, `claim` or `claim/folder/in/it`, seen at `mountPath`. */
export function claimedVolume(name: string, claim: string, mountPath: string): MountedVolume {
  const slash = claim.indexOf('/');
  const claimName = slash === -1 ? claim : claim.slice(0, slash);
  const subPath = slash === -1 ? '' : claim.slice(slash + 1);
  return {
    volume: { name, persistentVolumeClaim: { claimName } },
    mount: { name, mountPath, ...(subPath !== '' && { subPath }) },
  };
}

/** Those that a `container` names: a folder of the node, or a claim. */
export function volumesOf(volumes: readonly string[]): readonly MountedVolume[] {
  return volumes.map((text, index) => {
    const [source = '', mountPath = '', mode] = text.split(':');
    const name = `volume-${index}`;
    const readOnly = mode?.split(',').includes('ro') ? { readOnly: true } : {};
    const { volume, mount } = source.startsWith('/')
      ? { volume: { name, hostPath: { path: source } }, mount: { name, mountPath } }
      : claimedVolume(name, source, mountPath);
    return { volume, mount: { ...mount, ...readOnly } };
  });
}
