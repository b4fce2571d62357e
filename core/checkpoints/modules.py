"""What sentence-transformers keeps beside a transformer: its modules, pooling and prompts, and whether they can be applied."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..errors import CheckpointError
from .json_files import read_json, read_object
from .parts import Part, part
from .router import ROUTERS, Route, plain_route, router_configuration

OWN = "config_sentence_transformers.json"
_POOLINGS = {
    "pooling_mode_cls_token": "cls",
    "pooling_mode_max_tokens": "max",
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len_tokens",
    "pooling_mode_weightedmean_tokens": "weightedmean",
    "pooling_mode_lasttoken": "lasttoken",
}
_APPLIED = {"Transformer", "Pooling", "Dense", "Normalize", "LayerNorm", "Dropout"}
_SHOWN = 80  # characters of a prompt
_LEARNT = {"Dense", "LayerNorm"}
_PLAIN = {"Transformer", "Pooling", "Normalize", "Dropout"}  # that leave the direction of a mean vector as it is


@dataclass(frozen=True)
class Module:
    """One line of modules.json: its folder ('' = the checkpoint's own) and its class."""

    path: str
    kind: str

    @property
    def name(self) -> str:
        """The class without its package."""
        return self.kind.rpartition(".")[2]


def modules_of(folder: Path) -> list[Module]:
    """What a sentence passes through: what modules.json lists, a router's place taken by the modules of its route for
    plain sentences; nothing where there is no modules.json.

    Raises
    ------
    CheckpointError
        It is damaged, points outside its folder, or has a router without a route for plain sentences.
    """
    found = [inner for module in _listed(folder) for inner in _routed(folder, module)]
    for module in found:
        if not _is_inside(folder, module.path):
            raise CheckpointError(f"{folder} has modules outside its folder ({module.path}); they were not followed.")
    return found


def routes_of(folder: Path) -> list[Route]:
    """The routes that a plain sentence takes through the routers of a checkpoint."""
    return [plain_route(folder / module.path) for module in _listed(folder) if module.name in ROUTERS]


def module_parts(folder: Path) -> list[Part]:
    """The files beside the transformer that shape a sentence vector."""
    names = [name for name in ("modules.json", OWN) if (folder / name).exists()]
    for module in _listed(folder):
        if module.name in ROUTERS and (configuration := router_configuration(folder / module.path)):
            names.append(configuration.relative_to(folder).as_posix())
    found = [part(name, folder / name) for name in names]
    for module in modules_of(folder)[1:]:
        inside = folder / module.path
        for name in ("config.json", "model.safetensors"):
            if module.path and (inside / name).is_file():
                found.append(part(f"{module.path}/{name}", inside / name))
    return found


def _listed(folder: Path) -> list[Module]:
    """The lines of modules.json."""
    path = folder / "modules.json"
    if not path.exists():
        return []
    listed = read_json(path)
    whole = isinstance(listed, list) and all(
        isinstance(module, dict) and isinstance(module.get("path", ""), str) for module in listed
    )
    if not listed or not whole:
        raise CheckpointError(f"{path} lists no modules. Save the model again with SentenceTransformer.save().")
    found = [Module(module.get("path", ""), str(module.get("type", ""))) for module in listed]
    for module in found:
        if not _is_inside(folder, module.path):
            raise CheckpointError(f"{path} points outside its folder ({module.path!r}); it was not followed.")
    return found


def _is_inside(folder: Path, path: str) -> bool:
    return "\0" not in path and (folder / path).resolve().is_relative_to(folder.resolve())


def _routed(folder: Path, module: Module) -> list[Module]:
    """A module as it is; of a router those of its route."""
    if module.name not in ROUTERS:
        return [module]
    inside = PurePosixPath(module.path)
    return [Module((inside / name).as_posix(), kind) for name, kind in plain_route(folder / module.path).modules]


def pooling(folder: Path) -> str:
    """The pooling that a sentence-transformers folder states, several joined by '+'; '' where it states none."""
    for module in modules_of(folder):
        config = folder / module.path / "config.json"
        if module.name == "Pooling" and config.exists():
            stated = read_object(config)
            modes = stated.get("pooling_mode")
            if isinstance(modes, str):
                return modes
            if isinstance(modes, list):
                return "+".join(map(str, modes))
            return "+".join(short for key, short in _POOLINGS.items() if stated.get(key))
    return ""


def default_prompt(folder: Path) -> str:
    """What is put before every sentence unless the caller says otherwise; '' where nothing is."""
    path = folder / OWN
    if not path.exists():
        return ""
    stated = read_object(path)
    name, prompts = stated.get("default_prompt_name"), stated.get("prompts")
    prompt = prompts.get(name) if isinstance(prompts, dict) and isinstance(name, str) else None
    return prompt if isinstance(prompt, str) else ""


def ways_of_its_own(pooling: str, modules: tuple[str, ...], prompt: str) -> list[str]:
    """What of a sentence encoder is not the mean of its tokens, in words; nothing for a plain transformer.

    Parameters
    ----------
    pooling, modules, prompt
        As `Located` and its card have them.
    """
    if not modules:
        return []
    ways = [f"pooling {pooling}"] if pooling not in ("", "mean") else []
    ways += [name for name in modules if name not in _PLAIN]
    return [*ways, f"prompt {in_short(prompt)}"] if prompt else ways


def own_way(pooling: str, modules: tuple[str, ...], prompt: str) -> str:
    """What a sentence encoder does otherwise than taking the mean of words, in a few words; '' for a plain transformer."""
    ways = ways_of_its_own(pooling, modules, prompt)
    return ", ".join(ways) or ("special tokens counted" if modules else "")


def in_short(prompt: str) -> str:
    """A prompt in quotation marks, of a long one its beginning."""
    return repr(prompt if len(prompt) <= _SHOWN else f"{prompt[:_SHOWN]}...")


def not_applied(folder: Path) -> str:
    """Why a checkpoint's own sentence vectors cannot be computed, in a sentence; '' where they can."""
    modules = modules_of(folder)
    if foreign := [module.kind for module in modules if not _is_applied(module)]:
        return f"Its module {foreign[0]} is not one that Isoscope applies."
    bare = [module for module in modules if module.name in _LEARNT]
    if absent := [module.path for module in bare if not (folder / module.path / "model.safetensors").is_file()]:
        return f"The weights of its module {absent[0]} are not there as safetensors."
    return ""


def _is_applied(module: Module) -> bool:
    return module.kind.startswith("sentence_transformers.") and module.name in _APPLIED
