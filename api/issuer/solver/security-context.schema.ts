import { Type } from 'typebox';

import { flag, integer, list, object, optional, text } from '../../schema/fields.ts';

const int64 = { format: 'int64' } as const;

export const podSecurityContext = object(
  'Security settings of the pod. If set, it takes the place of the default ones (runAsNonRoot, seccomp profile RuntimeDefault), so say these again if you need them.',
  {
    fsGroup: optional(integer('Group that owns the volumes.', int64)),
    fsGroupChangePolicy: optional(text('When ownership of volumes is changed: OnRootMismatch or Always.')),
    runAsGroup: optional(integer('Group id the processes run with.', int64)),
    runAsNonRoot: optional(flag('Refuses to start as root.')),
    runAsUser: optional(integer('User id the processes run with.', int64)),
    seLinuxOptions: optional(
      object('SELinux label of the containers.', {
        level: optional(text('Level part of the label.')),
        role: optional(text('Role part of the label.')),
        type: optional(text('Type part of the label.')),
        user: optional(text('User part of the label.')),
      }),
    ),
    seccompProfile: optional(
      object('Which system calls are allowed.', {
        type: text('RuntimeDefault, Unconfined, or Localhost for a file of the node.'),
        localhostProfile: optional(
          text('Path of the profile below the seccomp directory of the kubelet; for type Localhost.'),
        ),
      }),
    ),
    supplementalGroups: optional(list('Further groups the processes run with.', Type.Integer({ ...int64 }))),
    sysctls: optional(
      list(
        'Kernel settings of the pod.',
        object('One kernel setting.', {
          name: text('Name of the setting.'),
          value: text('Value of the setting.'),
        }),
      ),
    ),
  },
);
