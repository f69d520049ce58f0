module certloom.dev/test/tools/admission-load

go 1.26.0
