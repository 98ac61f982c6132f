{ printf 'services:\n  a: {privileged: true}\n'; yes '# nothing' | head -c 18000000; } > compose.yml
