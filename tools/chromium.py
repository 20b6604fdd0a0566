"""Find Chromium for the browser tests; install it from the system's packages where that is allowed.

Debian and Ubuntu with root or a sudo that asks nothing: apt-get. Anywhere else: say what is missing, exit 1.
"""

import os
import shutil
import subprocess
import sys

# The shell has the same engine without the windows around it, which take half of the browser's work.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
# Of these packages the first that the system has: Ubuntu has no shell.
BROWSERS = ("chromium-headless-shell", "chromium")
# It renders every script the interface and the sample texts use, Persian and Urdu among them.
FONTS = "fonts-noto-core"
# A window's list of suggestions is two pages of their own, made anew for each context that a test opens; a
# process is kept ready for another site, which no test visits. What Playwright itself would leave out stands
# here again, for the last of two such lists is the one that counts.
NEEDLESS = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "SpareRendererForSitePerProcess",
    "ThirdPartyStoragePartitioning",
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(NEEDLESS)}",
]


def find() -> str | None:
    """Answer the path of the browser: $CHROMIUM where given, else the first known name on PATH."""
    given = os.environ.get("CHROMIUM")
    return shutil.which(given) if given else next(filter(None, map(shutil.which, NAMES)), None)


def renders_persian() -> bool:
    """Answer whether a font with Persian letters is installed."""
    if not shutil.which("fc-list"):
        return False
    fonts = subprocess.run(["fc-list", ":lang=fa"], capture_output=True, check=False)
    return bool(fonts.stdout.strip())


def root_prefix() -> list[str] | None:
    """Answer what to put before a command to run it as root unasked; None where that is not possible."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asks_nothing = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if asks_nothing else None


def install() -> bool:
    """Install browser and font with apt-get where allowed; answer whether that was done."""
    prefix = root_prefix()
    if prefix is None or not shutil.which("apt-get"):
        return False
    print("Installing a browser and a font from the system's packages", flush=True)

    def apt(*words: str) -> bool:
        command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *words]
        return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0

    return apt("update") and any(
        apt("install", "-y", "--no-install-recommends", browser, FONTS) for browser in BROWSERS
    )


def main() -> int:
    """Make sure there is a browser and a font; answer 0, or 1 with what to do."""
    if os.environ.get("CHROMIUM") and not find():
        print(f"CHROMIUM names {os.environ['CHROMIUM']}, which cannot be run.", file=sys.stderr)
        return 1
    if not (find() and renders_persian()):
        install()
    if not find():
        print(
            "Chromium is missing: the browser tests need it. Nothing was tested.\n\n"
            f"    sudo apt-get install -y {BROWSERS[-1]} {FONTS}\n\n"
            "installs it on Debian and Ubuntu; elsewhere take your system's package, or set CHROMIUM to the\n"
            "path of a Chromium or Chrome. `make unit` runs the tests that need no browser.",
            file=sys.stderr,
        )
        return 1
    if not renders_persian():
        print("No font with Persian letters was found: such pages will show boxes (fonts-noto-core has one).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
