// Ports of TCP at which machines are administered, and what listens there.

export const adminPorts: ReadonlyMap<number, string> = new Map([
  [22, 'SSH'],
  [23, 'Telnet'],
  [445, 'SMB'],
  [2375, 'Docker'],
  [2376, 'Docker over TLS'],
  [2379, 'etcd'],
  [3389, 'RDP'],
  [5900, 'VNC'],
  [5985, 'WinRM'],
  [5986, 'WinRM over TLS'],
  [6443, 'the Kubernetes API'],
  [10250, 'the kubelet'],
]);
