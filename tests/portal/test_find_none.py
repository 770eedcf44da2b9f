"""A question that finds nothing leads on."""

from urllib.parse import quote


def test_a_vain_question_leads_to_search_deputies_and_counties(client, cast):
    page = client.get("/find/?q=不存在的村").content.decode()
    search, county = f"/search/?q={quote('不存在的村')}", f"/stations/?county={cast.huixian.code}"
    for address in (search, "/deputies/", county):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
