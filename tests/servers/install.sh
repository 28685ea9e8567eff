#!/bin/sh
# Installs what the tests run against: Dovecot, Cyrus, neomutt, tmux, libfaketime, Roundcube, Chromium, and a
# stand-in for Gmail. Debian and its relatives, by root.
#
#   tests/servers/install.sh FOLDER
#
# FOLDER holds the programs of Cyrus, which may not be installed beside Dovecot and so are only unpacked, and in
# gmail/ the packages of that stand-in.
# Quick and silent when all is there. What cannot be had is named, with the tests that are left out; never an
# error, since everything else can be tested without it.
set -eu

folder=${1:?usage: install.sh FOLDER}
gmail=$(cd "$(dirname "$0")" && pwd)/gmail
system=/usr/lib/cyrus/bin
policy=/usr/sbin/policy-rc.d
updated=

has_dovecot() { [ -x /usr/lib/dovecot/imap ]; }
has_cyrus_common() { [ -x "$system/master" ] && command -v saslpasswd2 >/dev/null; }
has_cyrus() { has_cyrus_common && { [ -x "$folder$system/imapd" ] || [ -x "$system/imapd" ]; }; }
has_faketime() { ls /usr/lib/*/faketime/libfaketime.so.1 >/dev/null 2>&1; }
has() { command -v "$1" >/dev/null; }
has_chromium() { has chromium && has chromedriver; }
has_php() { has php && php -r 'exit(extension_loaded("pdo_sqlite") ? 0 : 1);'; }
has_roundcube() { [ -e /var/lib/roundcube/public_html/index.php ] && has_php; }
has_programs() { has_faketime && has neomutt && has tmux && has_chromium && has_roundcube; }
has_node() { has node && has npm && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'; }
has_gmail() { has_node && cmp -s "$gmail/package-lock.json" "$folder/gmail/installed"; }
system_there() { has_dovecot && has_cyrus && has_programs && has openssl && has setpriv && has_node; }

left_out() { echo "$1 cannot be installed here ($reason): $2" >&2; }

update() {
    [ -n "$updated" ] || apt-get -qq -o DPkg::Lock::Timeout=300 update >/dev/null 2>&1 || true
    updated=yes
}

# --no-remove: Cyrus must not push out Dovecot, nor the other way round.
get() {
    update
    DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 install -y \
        --no-install-recommends --no-remove "$@" >/dev/null 2>&1 || reason="apt-get could not get $*"
}

unpack_cyrus() {
    update
    place=$(mktemp -d)
    if (cd "$place" && apt-get -qq download cyrus-imapd) >/dev/null 2>&1; then
        mkdir -p "$folder"
        dpkg -x "$place"/cyrus-imapd_*.deb "$folder"
    else
        reason="apt-get could not download cyrus-imapd"
    fi
    rm -rf "$place"
}

# Nothing that is installed here is started by the system: the tests start their own.
hold_services() {
    [ -e "$policy" ] && return
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT INT TERM
}

# What came is marked last, so that what was interrupted is begun anew.
install_gmail() {
    mkdir -p "$folder/gmail"
    rm -rf "$folder/gmail/installed" "$folder/gmail/node_modules"
    cp "$gmail/package.json" "$gmail/package-lock.json" "$folder/gmail/"
    if (cd "$folder/gmail" && npm ci --ignore-scripts --no-audit --no-fund) >"$folder/gmail/install.log" 2>&1; then
        cp "$gmail/package-lock.json" "$folder/gmail/installed"
    else
        reason="npm could not get its packages, see $folder/gmail/install.log"
    fi
}

if system_there && has_gmail; then exit 0; fi

reason=
if system_there; then
    :
elif [ "$(id -u)" != 0 ]; then
    reason="only root may install packages"
elif ! has apt-get; then
    reason="there is no apt-get"
else
    hold_services
    for package in openssl tmux neomutt; do has "$package" || get "$package"; done
    has setpriv || get util-linux
    has_faketime || get libfaketime
    has_dovecot || get dovecot-imapd
    has_cyrus_common || get cyrus-common sasl2-bin
    has_cyrus || unpack_cyrus
    has_roundcube || get roundcube-core roundcube-sqlite3 php-cli php-sqlite3
    has_chromium || get chromium chromium-driver
    has_node || get nodejs npm
fi
# Needs no rights of root's.
if has_node; then has_gmail || install_gmail; fi

has_dovecot || left_out Dovecot "the tests on Dovecot are left out"
has_cyrus || left_out Cyrus "the tests on Cyrus are left out"
has neomutt && has tmux || left_out "neomutt or tmux" "the tests with a mail program are left out"
has_faketime || left_out libfaketime "the tests in which days pass are left out"
has_roundcube && has_chromium || left_out "Roundcube or Chromium" "the tests with a browser are left out"
has_gmail || left_out "the stand-in for Gmail" "the tests on Gmail are left out"
has openssl || left_out openssl "the tests on Dovecot and Cyrus are left out"
exit 0
