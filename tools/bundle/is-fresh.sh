#!/bin/sh
# is-fresh.sh CHECKOUT BUNDLE: has nothing that goes into the bundle changed since its making began? However old a file
# claims to be, the kernel notes when it was changed, and in its folder when files come and go.
cd "$1" && [ -f "$2/certloom.js" ] || exit 1
installed=node_modules/.package-lock.json
[ -f "$installed" ] || installed=package-lock.json
changed=$(find certloom.ts package.json "$installed" tools/bundle.ts tools/bundle \
  api pki runtime dns webhook dns-solver controller gitops \
  ! -name '*.test.ts' -cnewer "$2/certloom.js" 2>&1 | head -n 1)
[ -z "$changed" ]
