"""Logs name addresses, never the secret that one of them holds."""

from wizard.masking import mask


def test_secrets_of_links_are_masked_in_whatever_address(app):
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "secret" in rule.arguments:
            path = adapter.build(rule.endpoint, {"secret": "S" * 43})
            line = mask(f'"GET {path}?x HTTP/1.1" 200 "https://capclas.example.org{path}" "x"')
            assert "SSS" not in line
            assert line.count("/…") == 2
    kept = '"GET /reprendre HTTP/1.1" "/reprendre/courriel" "/evaluations/abc/partage"'
    assert mask(kept) == kept
