#!/bin/bash
# Makes an application: apps/APP with its project, Kernel, application and a server, and tests/Apps/APP with tests that
# pass. Usage: APP=Name new.sh. The texts stand in kernel/Cosmos.Build/Templates/Application; NAME and LOWER in them are
# the name, as given and in lower case. ROOT= puts the two folders elsewhere, for the test of this script.
set -euo pipefail
cd "$(dirname "$0")/../../.."

name=${APP:-}
if ! [[ $name =~ ^[A-Z][A-Za-z0-9]{0,39}$ ]]; then
    echo "make new APP=Name: a name begins with a capital letter and has letters and digits, 40 at most." >&2
    exit 1
fi
# The name becomes a namespace, which must not hide what the texts speak of.
case $name in
    System | Cosmos | Console | Process | Next | Kernel | Application | Settings | Supervisor | Child | Ticker | Assert)
        echo "make new APP=$name: that is the name of something else already." >&2
        exit 1
        ;;
esac
root=${ROOT:+$ROOT/}
lower=${name,,}
app=${root}apps/$name
tests=${root}tests/Apps/$name
if [ -n "$(find apps "${root}apps" tests -maxdepth 2 -iname "$name" -print -quit 2> /dev/null)" ]; then
    echo "There is an application or a test project named $name already." >&2
    exit 1
fi

write() {
    sed -e "s/NAME/$name/g" -e "s/LOWER/$lower/g" \
        "kernel/Cosmos.Build/Templates/Application/$1.template" > "$2"
    echo "    new: $2"
}

mkdir -p "$app" "$tests"
write app.csproj "$app/$name.csproj"
write Kernel.cs "$app/Kernel.cs"
write Application.cs "$app/${name}Application.cs"
write Ticker.cs "$app/Ticker.cs"
write tests.csproj "$tests/$name.Tests.csproj"
write Tests.cs "$tests/${name}Tests.cs"
if [ -z "$root" ]; then
    dotnet sln Cosmos.sln add "$app/$name.csproj" "$tests/$name.Tests.csproj" > /dev/null
    echo "    new: both are in Cosmos.sln. Test it: dotnet test $tests; run it: make run IMAGE=$lower"
fi
