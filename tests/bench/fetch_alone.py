"""What the first import is compared with: fetching and parsing the same pages, and nothing else."""

import sys

import httpx


def main() -> int:
    """Walk the issues and the comments of a repository by `Link`; print how many requests that took."""
    api_url, repo, token = sys.argv[1:4]
    requests = 0
    with httpx.Client(headers={"Authorization": f"Bearer {token}", "User-Agent": "bench"}) as client:
        for path in ("issues?state=all&", "issues/comments?"):
            url = f"{api_url}/repos/{repo}/{path}sort=updated&direction=asc&per_page=100"
            while url:
                response = client.get(url)
                response.raise_for_status()
                response.json()
                requests += 1
                url = response.links.get("next", {}).get("url", "")
    sys.stdout.write(f"{requests}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
