#!/bin/bash
# The last word of `make test`: sums the counters of all result files and prints `N passed, N failed` alone on the last
# line, after the names of the tests that failed. Usage: summary.sh [FOLDER], by default out/test-results.
#
# Each *.trx file holds one <Counters … passed="…" failed="…" …/>. A test that neither passed nor failed (an aborted
# run, a crash of the test process) counts as failed; a file without counters, and no file at all, count as one failure:
# what was not proven did not pass.
set -euo pipefail
shopt -s nullglob

folder=${1:-$(dirname "$0")/../../out/test-results}
counter()
{
    sed -n "s/.*<Counters.* $2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1
}

passed=0
failed=0
files=("$folder"/*.trx)
for file in "${files[@]}"; do
    file_total=$(counter "$file" total)
    file_passed=$(counter "$file" passed)
    if [ -z "$file_total" ] || [ -z "$file_passed" ] || [ "$file_total" -eq 0 ]; then
        echo "No test ran to its end: $file"
        failed=$((failed + 1))
        continue
    fi
    passed=$((passed + file_passed))
    failed=$((failed + file_total - file_passed))
    if grep -q '<ResultSummary outcome="Failed"' "$file" && [ "$file_total" -eq "$file_passed" ]; then
        echo "The run was aborted: $file"
        failed=$((failed + 1))
    fi
    sed -n 's/.*<UnitTestResult .*testName="\([^"]*\)".*outcome="Failed".*/failed: \1/p' "$file" \
        | sed 's/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g'
done
if [ "${#files[@]}" -eq 0 ]; then
    echo "No result file in $folder"
    failed=1
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
