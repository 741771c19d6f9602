"""The help articles, for pages and agents' tools."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request, Security

from desk.context import desk_of
from desk.gateway.rest import bearer

router: Final = APIRouter(prefix="/api/v1", tags=["help"], dependencies=[Security(bearer)])


@router.get("/help")
async def find_articles(
    request: Request,
    q: Annotated[str, Query(min_length=1, max_length=2000)],
    language: Literal["zh", "en"] = "zh",
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> dict[str, Any]:
    """Return the articles that fit a question, the best first; often there is none."""
    articles = desk_of(request).articles
    found = [] if articles is None else articles.search(q, language, limit=limit)
    return {
        "items": [
            {
                "id": each.article.id,
                "kind": str(each.article.kind),
                "title": each.article.title,
                "body": each.article.body,
                "score": round(each.score, 2),
            }
            for each in found
        ]
    }
