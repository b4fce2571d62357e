"""In which numbers the matrix products of training are done."""


def best(device: str = "") -> str:
    """'bfloat16' where the device multiplies those in hardware, else 'float32'."""
    import torch

    if device.startswith("cuda") or (not device and torch.cuda.is_available()):
        return "bfloat16" if torch.cuda.is_bf16_supported() else "float32"
    able = torch.cpu.get_capabilities()
    return "bfloat16" if able.get("avx512_bf16") or able.get("amx_bf16") else "float32"
