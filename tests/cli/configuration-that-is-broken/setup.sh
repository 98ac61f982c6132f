printf 'services: [' > compose.yml
