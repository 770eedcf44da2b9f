"""Build plausible stations on a city's real divisions; the same seed gives the same city."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from simple_history.utils import bulk_create_with_history

from liaison.divisions.models import Division
from stations.actions import add_photo, settle
from stations.defaults import WALL_RULES
from stations.demo import words
from stations.models import (
    Closure,
    Equipment,
    Evidence,
    Grade,
    Kind,
    OpeningHours,
    PersonRole,
    Room,
    ServedArea,
    Stage,
    StageChange,
    Standard,
    Station,
    StationPerson,
    Status,
    WallRule,
)
from stations.models.station import CODE_ALPHABET, CODE_LENGTH

SHARE_WITHOUT_STATION = 0.05
SHARE_PREPARING = 0.03
SHARE_ACCEPTED = 0.78
PICTURES = Path(__file__).parent / "photos"
SPANS = [(time(8, 30), time(12)), (time(14, 30), time(17, 30))]


@dataclass
class DemoCity:
    """Writes stations with everything that belongs to them; call `build` once."""

    city: Division
    standard: Standard
    today: date
    seed: int = 2019

    def __post_init__(self) -> None:
        self.random = Random(self.seed)  # noqa: S311 -- repeatable, not secret

    def build(self) -> int:
        """Create the stations and return how many there are, contact points included."""
        townships = Division.objects.townships().within(self.city).with_places()
        planned = [self._station(t) for t in townships if not self._is_gap(t)]
        planned += self._special_stations()
        stations = bulk_create_with_history(planned, Station)
        for make in (self._people, self._hours, self._served, self._stages, self._rules):
            make(stations)
        points = bulk_create_with_history(self._points(stations), Station)
        self._stages(points)
        self._evidence(stations)
        self._closures(stations)
        self._photos(stations)
        for station in [*stations, *points]:
            settle(station)
        return len(stations) + len(points)

    def _is_gap(self, township: Division) -> bool:
        """孟庄镇 has the demo keeper; elsewhere a few townships stay without a station."""
        return self.random.random() < SHARE_WITHOUT_STATION and township.name != "孟庄镇"

    def _station(self, township: Division) -> Station:
        pick, chance = self.random.choice, self.random.random()
        place, shared, directions = pick(words.PLACES)
        county = township.county
        is_first = township.name == "孟庄镇"
        is_preparing = chance < SHARE_PREPARING and not is_first
        is_accepted = chance > 1 - SHARE_ACCEPTED or is_first
        is_focus = is_first or (county.name == "辉县市" and self.random.random() < 0.12)
        latitude, longitude = self._near(county.name)
        return Station(
            name=f"{township.name}人大代表联络站",
            code=self._code(),
            division=township,
            kind=Kind.CENTRE if self.random.random() < 0.2 else Kind.STATION,
            status=Status.PREPARING if is_preparing else Status.RUNNING,
            stage=self._stage(is_preparing, is_accepted),
            opened_on=None if is_preparing else self._day(),
            address=f"{county.name}{township.name}{place}",
            directions=directions,
            latitude=latitude,
            longitude=longitude,
            phone=f"0373-0000{self.random.randint(100, 999)}",
            contact_phone=f"154{self.random.randint(0, 99_999_999):08d}",
            shared_with=shared,
            area=Decimal(self.random.choice([60, 80, 96, 120, 160, 220, 300])),
            step_free=self.random.random() < 0.75,
            video_reception=self.random.random() < 0.25,
            rooms=self._some(Room, 4, always=[Room.RECEPTION]),
            equipment=self._some(Equipment, 5, always=[Equipment.COMPUTER]),
            reception_note=pick(words.RECEPTION_NOTES),
            reported_deputies=self.random.randint(31, 103),
            is_focus=is_focus,
            focus_reason=words.FOCUS_REASON if is_focus else "",
            grade=pick([Grade.MODEL, Grade.GOOD, Grade.STANDARD]) if is_accepted else "",
            grade_until=date(self.today.year + 1, 12, 31) if is_accepted else None,
            **words.FUNCTIONS,
        )

    def _stage(self, is_preparing: bool, is_accepted: bool) -> Stage:
        if is_preparing:
            return self.random.choice([Stage.SITING, Stage.BUILDING])
        return Stage.ACCEPTED if is_accepted else Stage.OPENED

    def _special_stations(self) -> list[Station]:
        """Two sites that serve a trade, one online: they stand in no township by law."""
        found = []
        for name, kind, wanted in (
            ("起重装备产业人大代表联络站", Kind.SECTOR, "长垣市"),
            ("制冷产业链人大代表联络站", Kind.SECTOR, "新乡县"),
            (f"{self.city.name}网上人大代表联络站", Kind.ONLINE, self.city.name),
        ):
            division = Division.objects.within(self.city).filter(name=wanted).first()
            if division:
                found.append(self._special(name, kind, division))
        return found

    def _special(self, name: str, kind: str, division: Division) -> Station:
        return Station(
            name=name,
            code=self._code(),
            division=division,
            kind=kind,
            status=Status.RUNNING,
            stage=Stage.OPENED,
            opened_on=self._day(),
            address=f"{division.name}示例产业园 3 号楼" if kind == Kind.SECTOR else "",
            reception_note=self.random.choice(words.RECEPTION_NOTES),
            video_reception=kind == Kind.ONLINE,
            overview="为产业和行业的代表、企业和职工服务。"
            if kind == Kind.SECTOR
            else "不方便到站的，可以在接待时间视频联系代表。",
            **words.FUNCTIONS,
        )

    def _points(self, stations: list[Station]) -> list[Station]:
        """A contact point in a village of every third station."""
        hosts = [s for s in stations if s.in_service and s.kind in ("centre", "station")]
        points = []
        for host in hosts[::3] + hosts[1::7]:
            villages = [a for a in self.areas[host.pk] if a.kind == ServedArea.Kind.VILLAGE]
            if not villages:
                continue
            village = self.random.choice(villages).name
            name = f"{village}人大代表联络点"
            if any(p.name == name and p.division_id == host.division_id for p in points):
                continue
            points.append(self._point(host, village, name))
        return points

    def _point(self, host: Station, village: str, name: str) -> Station:
        return Station(
            name=name,
            code=self._code(),
            division=host.division,
            parent=host,
            kind=Kind.POINT,
            status=Status.RUNNING,
            stage=Stage.OPENED,
            opened_on=max(host.opened_on, self._day()),
            address=f"{host.division.full_name}{village}村室",
            reception_note=self.random.choice(words.RECEPTION_NOTES),
        )

    def _people(self, stations: list[Station]) -> None:
        rows = []
        for station in stations:
            is_street = station.division.kind == "街道"
            title = f"{station.division.name}人大{'工委主任' if is_street else '主席'}"
            rows.append(self._person(station, PersonRole.HEAD, title))
            rows.append(self._person(station, PersonRole.LIAISON, "人大办公室干事"))
            if self.random.random() < 0.5:
                rows.append(self._person(station, PersonRole.SENTIMENT, ""))
        bulk_create_with_history(rows, StationPerson)

    def _person(self, station: Station, role: str, title: str) -> StationPerson:
        name = self.random.choice(words.SURNAMES) + self.random.choice(words.GIVEN)
        phone = station.phone if role == PersonRole.HEAD else ""
        return StationPerson(
            station=station,
            role=role,
            name=name,
            title=title,
            office_phone=phone,
            since=station.opened_on,
        )

    def _hours(self, stations: list[Station]) -> None:
        rows = []
        for station in stations:
            if station.kind == Kind.ONLINE:
                continue
            days = range(6) if self.random.random() < 0.2 else range(5)
            rows += [
                OpeningHours(station=station, weekday=day, opens=opens, closes=closes)
                for day in days
                for opens, closes in (SPANS if day < 5 else SPANS[:1])
            ]
        OpeningHours.objects.bulk_create(rows, batch_size=1000)

    def _served(self, stations: list[Station]) -> None:
        """Villages (communities in a subdistrict) and the sentence that counts them."""
        self.areas: dict[int, list[ServedArea]] = {}
        for station in stations:
            self.areas[station.pk] = self._areas(station) if station.kind != "online" else []
            self._tell_overview(station)
        rows = [area for areas in self.areas.values() for area in areas]
        ServedArea.objects.bulk_create(rows, batch_size=1000)
        Station.objects.bulk_update(stations, ["overview"], batch_size=200)

    def _areas(self, station: Station) -> list[ServedArea]:
        if station.kind == Kind.SECTOR:
            return []
        if station.division.kind == "街道":
            names = self.random.sample(words.COMMUNITIES, self.random.randint(5, 9))
            kind = ServedArea.Kind.COMMUNITY
            return [ServedArea(station=station, name=f"{n}社区", kind=kind) for n in names]
        pairs = {
            self.random.choice(words.VILLAGE_FIRST) + self.random.choice(words.VILLAGE_LAST)
            for _ in range(self.random.randint(9, 22))
        }
        areas = [ServedArea(station=station, name=f"{name}村") for name in sorted(pairs)]
        areas[0].aliases = f"{areas[0].name.removesuffix('村')}大队"
        return areas

    def _tell_overview(self, station: Station) -> None:
        if station.overview or not station.opened_on:
            return
        count = len(self.areas[station.pk])
        unit = "个社区" if station.division.kind == "街道" else "个行政村"
        station.overview = words.OVERVIEW.format(
            place=station.division.name,
            opened=f" {station.opened_on.year} 年 {station.opened_on.month} 月",
            villages=f" {count} {unit}",
        )

    def _stages(self, stations: list[Station]) -> None:
        """Dated rows that lead to the stage the station has."""
        rows = []
        for station in stations:
            opened = station.opened_on or self.today - timedelta(days=20)
            days = {
                Stage.SITING: opened - timedelta(days=90),
                Stage.BUILDING: opened - timedelta(days=60),
                Stage.OPENED: opened,
                Stage.ACCEPTED: min(opened + timedelta(days=75), self.today),
            }
            reached = list(Stage)[: list(Stage).index(Stage(station.stage)) + 1]
            rows += [StageChange(station=station, stage=s, on=days[s]) for s in reached]
        StageChange.objects.bulk_create(rows, batch_size=1000)

    def _rules(self, stations: list[Station]) -> None:
        rows = [
            WallRule(station=station, title=title, text=text, position=position)
            for station in stations
            if station.in_service
            for position, (title, text) in enumerate(WALL_RULES[: self.random.choice([3, 4])])
        ]
        WallRule.objects.bulk_create(rows, batch_size=1000)

    def _evidence(self, stations: list[Station]) -> None:
        rows = []
        for station in stations:
            if station.stage != Stage.ACCEPTED:
                continue
            met_on = min(station.opened_on + timedelta(days=70), self.today)
            rows += [
                Evidence(station=station, item=item, met_on=met_on, note="验收组现场查看（演示）")
                for item in self.standard.items.filter(auto_rule="")
            ]
        Evidence.objects.bulk_create(rows, batch_size=1000)

    def _closures(self, stations: list[Station]) -> None:
        """Two stations are shut for some days around today, so that the page can say so."""
        for station in [s for s in stations if s.in_service and s.name[:3] != "孟庄镇"][5:60:40]:
            since, until = self.today - timedelta(days=1), self.today + timedelta(days=3)
            Closure.objects.create(
                station=station, since=since, until=until, reason="内部整修，接待改到镇政府一楼"
            )

    def _photos(self, stations: list[Station]) -> None:
        """Illustrations stand in for photos at every sixth station and the keeper's own."""
        chosen = [s for s in stations if s.name.startswith("孟庄镇")]
        chosen += [s for s in stations[3::6] if s.in_service and s not in chosen]
        for number, station in enumerate(chosen):
            count = 4 if number == 0 else 2
            for offset in range(count):
                name, alt, caption = words.PICTURES[(number + offset) % len(words.PICTURES)]
                picture = PICTURES / f"{name}.webp"
                upload = SimpleUploadedFile(picture.name, picture.read_bytes(), "image/webp")
                add_photo(station, upload, alt=alt, caption=caption, by=None)

    def _code(self) -> str:
        return "".join(self.random.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))

    def _day(self) -> date:
        """An opening day in the first twenty months of the campaign, never ahead."""
        start = date(self.today.year - 1, 2, 1)
        return start + timedelta(days=self.random.randint(0, max(1, (self.today - start).days - 90)))

    def _near(self, county: str) -> tuple[Decimal | None, Decimal | None]:
        """Somewhere around the county's seat; nobody lives at the exact spot."""
        if county not in words.CENTRES:
            return None, None
        spread = self.random.uniform
        latitude, longitude = (value + spread(-0.08, 0.08) for value in words.CENTRES[county])
        return Decimal(f"{latitude:.4f}"), Decimal(f"{longitude:.4f}")

    def _some(self, choices: type, count: int, always: list[str]) -> list[str]:
        picked = set(self.random.sample(list(choices.values), count)) | {str(a) for a in always}
        return [value for value in choices.values if value in picked]
