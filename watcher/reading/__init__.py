"""Understanding one mail. Pure: bytes in, values out, no clock, no network, no disk but the model."""
